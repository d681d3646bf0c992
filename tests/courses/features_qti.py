"""QTI 2.1 and 2.2, by the example items and the package of the implementation guides."""

from courses.rules.questions import Accepted

from .question_features import FULL, HALF, asked, case, filled, near, paired, skipped, taken

RULES = "http://www.imsglobal.org/question/qti_v2p1/rptemplates/"
MATCH, MAP = (f'<responseProcessing template="{RULES}{name}"/>' for name in ("match_correct", "map_response"))
SUM = ("<responseProcessing><setOutcomeValue identifier=\"SCORE\"><sum>{}</sum></setOutcomeValue></responseProcessing>")


def declared(right=(), mapped=(), kind="identifier", many="single", name="R", bounds=""):
    correct = f"<correctResponse>{''.join(f'<value>{one}</value>' for one in right)}</correctResponse>" if right else ""
    entries = "".join(f'<mapEntry mapKey="{key}" mappedValue="{value}" {more}/>' for key, value, *rest in mapped
                      for more in (rest or [""]))
    mapping = f"<mapping {bounds}>{entries}</mapping>" if mapped else ""
    return f'<responseDeclaration identifier="{name}" cardinality="{many}" baseType="{kind}">{correct}{mapping}</responseDeclaration>'


def item(declarations, body, processing=MATCH, attrs='adaptive="false"', after="", version="2p1", first=""):
    return (f'<assessmentItem xmlns="http://www.imsglobal.org/xsd/imsqti_v{version}" identifier="i" title="题" {attrs} timeDependent="false">'
            f"{declarations}{first}<itemBody>{body}</itemBody>{processing}{after}</assessmentItem>")


def interaction(kind, inner, attrs="", prompt="问", name="R"):
    said = f"<prompt>{prompt}</prompt>" if prompt else ""
    return f'<{kind}Interaction responseIdentifier="{name}" {attrs}>{said}{inner}</{kind}Interaction>'


def choices(*texts, tag="simpleChoice"):
    return "".join(f'<{tag} identifier="{chr(65 + at)}">{text}</{tag}>' for at, text in enumerate(texts))


def single(inner="", **more):
    return item(declared(["B"]), interaction("choice", inner or choices("甲", "乙"), 'shuffle="true" maxChoices="1"'), **more)


def pairs(right=(), mapped=(), bounds=""):
    return declared(right, mapped, "directedPair", "multiple", bounds=bounds)


SETS = ("<simpleMatchSet>" + choices("居民区", "国企", tag="simpleAssociableChoice") + "</simpleMatchSet><simpleMatchSet>"
        '<simpleAssociableChoice identifier="X" matchMax="1">强能力</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="Y" matchMax="1">强促进</simpleAssociableChoice>'
        '<simpleAssociableChoice identifier="Z" matchMax="1">干扰</simpleAssociableChoice></simpleMatchSet>')
MATCHED = [("居民区", "强能力"), ("国企", "强促进"), ("", "干扰")]
WORDS = choices("书记", "居民", "纪检", tag="gapText")
GAPS = '<p><gap identifier="G1"/>负责，<gap identifier="G2"/>监督。</p>'
GAPPED = [("（1）", "书记"), ("（2）", "纪检"), ("", "居民")]
ENTRY = '<textEntryInteraction responseIdentifier="{}"/>'
COMPARE = ('<responseProcessing><responseCondition><responseIf>{}<setOutcomeValue identifier="SCORE"><baseValue baseType="float">1'
           "</baseValue></setOutcomeValue></responseIf></responseCondition></responseProcessing>")
BOTH_SIDES = '<variable identifier="R"/><correct identifier="R"/>'
ONE = asked("single", "问", ["甲", "乙"], ("b",))
ASSOCIABLE = choices("正", "反", "上", "下", "旁", tag="simpleAssociableChoice")


def manifest(*resources):
    return ('<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"><resources>' + "".join(
        f'<resource identifier="r{at}" type="imsqti_{kind}" href="{href}">{more}</resource>'
        for at, (kind, href, more) in enumerate(resources)) + "</resources></manifest>")


LOM = ('<metadata><lom xmlns="http://ltsc.ieee.org/xsd/LOM"><general><keyword><string>党史</string></keyword></general>'
       "<educational><difficulty><value>easy</value></difficulty></educational></lom></metadata>")
SHARED = item(declared(["B"]), interaction("choice", choices("甲", "乙"), 'maxChoices="1"'), version="2p2",
              first='<assessmentStimulusRef identifier="s" href="shared/text.xml"/>')
STIMULUS = ('<assessmentStimulus xmlns="http://www.imsglobal.org/xsd/imsqti_v2p2" identifier="s" title="t"><stimulusBody><p>某居民区……</p>'
            '<p><img src="a.png" alt="图"/></p></stimulusBody></assessmentStimulus>')
INCLUDED = item(declared(["B"]), '<include xmlns="http://www.w3.org/2001/XInclude" href="text.xml"/>'
                + interaction("choice", choices("甲", "乙"), 'maxChoices="1"'))

FEATURES = [
    taken("choiceInteraction, match_correct", "single choice", single(), ONE),
    taken("version 2.2", "as 2.1", single(version="2p2"), ONE),
    taken("choiceInteraction of several, match_correct", "multiple choice, all or nothing",
          item(declared(["A", "C"], many="multiple"), interaction("choice", choices("甲", "乙", "丙"), 'maxChoices="0"')),
          asked("multiple", "问", ["甲", "乙", "丙"], ("a", "c"), policy="all")),
    taken("choiceInteraction of several, map_response, defaultValue", "multiple choice by weights; what the mapping does not name weighs its default",
          item(declared(["A", "B"], [("A", 1), ("B", 1), ("C", -1)], many="multiple", bounds='lowerBound="0" upperBound="2" defaultValue="-2"'),
               interaction("choice", choices("氢", "氧", "氯", "氮"), 'shuffle="true" maxChoices="0"'), MAP),
          asked("multiple", "问", ["氢", "氧", "氯", "氮"], ("a", "b"), policy="weights",
                weights=(("a", HALF), ("b", HALF), ("c", -HALF), ("d", -FULL)))),
    taken("choiceInteraction of one, map_response", "single choice by weights",
          item(declared([], [("A", 2), ("B", 1)]), interaction("choice", choices("甲", "乙"), 'maxChoices="1"'), MAP),
          asked("single", "问", ["甲", "乙"], ("a",), policy="weights", weights=(("a", FULL), ("b", HALF)))),
    skipped("a mapping whose default earns points", "processing",
            item(declared([], [("A", 2)], bounds='defaultValue="1"'), interaction("choice", choices("甲", "乙"), 'maxChoices="1"'), MAP)),
    skipped("an upper bound below what the right options earn", "processing",
            item(declared([], [("A", 1), ("B", 1)], many="multiple", bounds='upperBound="1"'),
                 interaction("choice", choices("甲", "乙"), 'maxChoices="0"'), MAP)),
    taken("shuffle, fixed, minChoices, orientation, showHide, outcomeDeclaration, stylesheet", "not kept: the exam shuffles",
          single('<simpleChoice identifier="A" fixed="true" showHide="show">甲</simpleChoice><simpleChoice identifier="B">乙</simpleChoice>',
                 first='<outcomeDeclaration identifier="SCORE" cardinality="single" baseType="float"/><stylesheet href="a.css"/>'), ONE),
    taken("modalFeedback, feedbackInline, feedbackBlock", "the explanation",
          single('<simpleChoice identifier="A">甲<feedbackInline identifier="A" showHide="show" outcomeIdentifier="F">不对</feedbackInline>'
                 '</simpleChoice><simpleChoice identifier="B">乙</simpleChoice>',
                 after='<modalFeedback identifier="B" showHide="show" outcomeIdentifier="F">见党章</modalFeedback>'),
          asked("single", "问", ["甲", "乙"], ("b",), explanation="不对\n见党章")),
    taken("rubricBlock for the candidate", "part of the text",
          item(declared(["B"]), '<rubricBlock view="candidate"><p>细读</p></rubricBlock>'
               + interaction("choice", choices("甲", "乙"), 'maxChoices="1"')),
          asked("single", "细读\n问", ["甲", "乙"], ("b",))),
    taken("inlineChoiceInteraction", "single choice with a gap in its text",
          item(declared(["B"]), "<p>由" + interaction("inlineChoice", choices("居民", "书记", tag="inlineChoice"), prompt="") + "负责。</p>"),
          asked("single", "由 _____ 负责。", ["居民", "书记"], ("b",))),
    taken("several inlineChoiceInteraction, sum of mapResponse", "a case with a single choice for each gap",
          item(declared([], [("B", 1)], name="R1") + declared([], [("A", 1)], name="R2"),
               "<p>" + interaction("inlineChoice", choices("居民", "书记", tag="inlineChoice"), prompt="", name="R1") + "负责，"
               + interaction("inlineChoice", choices("纪检", "居民", tag="inlineChoice"), prompt="", name="R2") + "监督。</p>",
               SUM.format('<mapResponse identifier="R1"/><mapResponse identifier="R2"/>')),
          case("（1）_____ 负责， （2）_____ 监督。", asked("single", "（1）", ["居民", "书记"], ("b",)),
               asked("single", "（2）", ["纪检", "居民"], ("a",)))),
    taken("textEntryInteraction, mapping, caseSensitive", "fill-in; less worthy answers by percent",
          item(declared(["York"], [("York", 2), ("york", 1)], "string"), "<p>约克：" + ENTRY.format("R") + "</p>", MAP)
          + item(declared([], [("York", 1, 'caseSensitive="false"')], "string"), "<p>约克：" + ENTRY.format("R") + "</p>", MAP),
          filled("约克： _____", (Accepted("York"), Accepted("york", HALF)), case_matters=True), filled("约克： _____", "York")),
    taken("textEntryInteraction, match_correct", "fill-in; capitals matter",
          item(declared(["York"], kind="string"), "<p>" + ENTRY.format("R") + "</p>"), filled("_____", "York", case_matters=True)),
    taken("textEntryInteraction, stringMatch", "fill-in; capitals as it says",
          item(declared(["York"], kind="string"), "<p>" + ENTRY.format("R") + "</p>",
               COMPARE.format(f'<stringMatch caseSensitive="false">{BOTH_SIDES}</stringMatch>')), filled("_____", "York")),
    skipped("stringMatch of a part of the answer", "processing",
            item(declared(["York"], kind="string"), ENTRY.format("R"),
                 COMPARE.format(f'<stringMatch caseSensitive="false" substring="true">{BOTH_SIDES}</stringMatch>'))),
    taken("textEntryInteraction, numbers, equal with an absolute tolerance", "fill-in with a number and its tolerance",
          item(declared(["3.14"], kind="float"), "<p>圆周率" + ENTRY.format("R") + "</p>",
               COMPARE.format(f'<equal toleranceMode="absolute" tolerance="0.01 0.01">{BOTH_SIDES}</equal>')),
          filled("圆周率 _____", (near("3.14", "0.01"),))),
    skipped("equal with a relative tolerance, or another on each side", "processing",
            item(declared(["3.14"], kind="float"), ENTRY.format("R"),
                 COMPARE.format(f'<equal toleranceMode="relative" tolerance="1 1">{BOTH_SIDES}</equal>'))),
    taken("several textEntryInteraction, sum of mapResponse", "fill-in with several blanks",
          item(declared([], [("甲", 1)], "string", name="R1") + declared([], [("乙", 1)], "string", name="R2"),
               "<p>" + ENTRY.format("R1") + "和" + ENTRY.format("R2") + "</p>",
               SUM.format('<mapResponse identifier="R1"/><mapResponse identifier="R2"/>')),
          filled("_____ 和 _____", "甲", "乙", case_matters=True, policy="share")),
    taken("several textEntryInteraction, all of them right", "fill-in with several blanks, all or nothing",
          item(declared(["甲"], kind="string", name="R1") + declared(["乙"], kind="string", name="R2"),
               "<p>" + ENTRY.format("R1") + "和" + ENTRY.format("R2") + "</p>",
               COMPARE.format("<and>" + "".join(f'<match><variable identifier="{one}"/><correct identifier="{one}"/></match>'
                                                for one in ("R1", "R2")) + "</and>")),
          filled("_____ 和 _____", "甲", "乙", case_matters=True, policy="all")),
    taken("extendedTextInteraction, rubricBlock for the scorer", "essay with its model answer",
          item(declared(kind="string"), '<rubricBlock view="scorer"><p>看实际</p></rubricBlock>'
               + interaction("extendedText", "", 'expectedLines="10"'), ""), asked("essay", "问", key=("看实际",))),
    taken("orderInteraction, match_correct", "ordering, all or nothing",
          item(declared(["B", "A", "C"], many="ordered"), interaction("order", choices("积极分子", "申请", "转正"))),
          asked("ordering", "问", ["申请", "积极分子", "转正"], ("a", "b", "c"), policy="all")),
    taken("matchInteraction, match_correct", "matching, all or nothing",
          item(pairs(["A X", "B Y"]), interaction("match", SETS, 'maxAssociations="2"')), paired("问", MATCHED, policy="all")),
    taken("matchInteraction, map_response", "matching, shared among the pairs",
          item(pairs([], [("A X", 1), ("B Y", 1)]), interaction("match", SETS), MAP), paired("问", MATCHED)),
    taken("pairs that earn different points, wrong ones that cost", "each earns the same, and it is said",
          item(pairs([], [("A X", 1), ("B Y", "0.5")], 'defaultValue="-1"'), interaction("match", SETS), MAP), paired("问", MATCHED),
          notes=("uneven",)),
    skipped("matchInteraction in which a choice has several partners", "fault:no_pairs",
            item(pairs(["A X", "A Y", "B Z"]), interaction("match", SETS))),
    taken("gapMatchInteraction", "matching of gaps and words",
          item(pairs(["A G1", "C G2"]), interaction("gapMatch", WORDS + f"<blockquote>{GAPS}</blockquote>")),
          paired("问\n（1）_____ 负责， （2）_____ 监督。", GAPPED, policy="all")),
    skipped("gapMatchInteraction with a gap that stays empty", "answers",
            item(pairs(["A G1"]), interaction("gapMatch", WORDS + GAPS))),
    taken("associateInteraction", "matching in two columns, and it is said",
          item(declared(["A B", "C D"], kind="pair", many="multiple"), interaction("associate", ASSOCIABLE, 'maxAssociations="2"')),
          paired("问", [("正", "反"), ("上", "下"), ("", "旁")], policy="all"), notes=("columns",)),
    skipped("associateInteraction in which a choice stands in several pairs", "kind",
            item(declared(["A B", "A C"], kind="pair", many="multiple"), interaction("associate", ASSOCIABLE))),
    taken("hottextInteraction", "single or multiple choice among the words marked in the text",
          item(declared(["B"]), interaction("hottext", '<p>书记<hottext identifier="A">每月</hottext>讲<hottext identifier="B">三次</hottext>'
                                            "党课。</p>", 'maxChoices="1"', prompt="哪里错了？")),
          asked("single", "哪里错了？\n书记【每月】讲【三次】党课。", ["每月", "三次"], ("b",))),
    taken("several interactions (composite item)", "a case; prompts are its sub-questions",
          item(declared([], [("B", 1)], name="R1") + declared([], [("甲", 1)], "string", name="R2"),
               "<p>某居民区……</p>" + interaction("choice", choices("居民", "书记"), 'maxChoices="1"', prompt="谁负责？", name="R1")
               + "<p>每月上" + ENTRY.format("R2") + "</p>", SUM.format('<mapResponse identifier="R1"/><mapResponse identifier="R2"/>')),
          case("某居民区……\n每月上 （1）_____", asked("single", "谁负责？", ["居民", "书记"], ("b",)), filled("（1）", "甲", case_matters=True))),
    *[skipped(kind + "Interaction", "kind", item(declared(), interaction(kind, ""))) for kind in (
        "hotspot", "selectPoint", "graphicOrder", "graphicAssociate", "graphicGapMatch", "positionObject", "slider", "drawing",
        "upload", "media", "custom", "endAttempt")],
    skipped("adaptive items", "processing", single(attrs='adaptive="true"')),
    skipped("templateDeclaration, templateProcessing", "processing",
            single(first='<templateDeclaration identifier="N" baseType="integer" cardinality="single"/>')),
    skipped("other response processing", "processing",
            single(processing='<responseProcessing><setOutcomeValue identifier="SCORE"><random/></setOutcomeValue></responseProcessing>')),
    skipped("map_response_point, areaMapping", "processing",
            single(processing=f'<responseProcessing template="{RULES}map_response_point"/>')),
    skipped("MathML", "markup", single('<simpleChoice identifier="A"><math xmlns="http://www.w3.org/1998/Math/MathML"><mi>x</mi></math>'
                                       '</simpleChoice><simpleChoice identifier="B">乙</simpleChoice>')),
    skipped("tables", "markup", item(declared(["B"]), "<table><tr><td>1</td></tr></table>"
                                     + interaction("choice", choices("甲", "乙"), 'maxChoices="1"'))),
    taken("package: imsmanifest, LOM keywords and difficulty, pictures (img, object)", "tags, difficulty, pictures",
          {"imsmanifest.xml": manifest(("item_xmlv2p1", "items/a.xml", LOM)),
           "items/a.xml": single('<simpleChoice identifier="A">甲<object data="../b.png" type="image/png">旗</object></simpleChoice>'
                                 '<simpleChoice identifier="B">乙</simpleChoice>'), "b.png": "png"},
          asked("single", "问", ["甲", "乙"], ("b",), tags=("党史",), difficulty=2), files=("b.png",)),
    taken("package: shared stimulus (2.2)", "the text and pictures before the question",
          {"imsmanifest.xml": manifest(("item_xmlv2p2", "a.xml", ""), ("stimulus_xmlv2p2", "shared/text.xml", "")), "a.xml": SHARED,
           "shared/text.xml": STIMULUS, "shared/a.png": "png"},
          asked("single", "某居民区……\n问", ["甲", "乙"], ("b",), media=("shared/a.png",)), files=("shared/a.png",)),
    taken("package: XInclude (2.1)", "the text before the question",
          {"imsmanifest.xml": manifest(("item_xmlv2p1", "a.xml", "")), "a.xml": INCLUDED, "text.xml": "<p>某居民区……</p>"},
          asked("single", "某居民区……\n问", ["甲", "乙"], ("b",))),
    skipped("shared material that did not come along", "file_missing", SHARED),
    taken("package: assessmentTest", "its items are taken, the paper itself is left out and said",
          {"imsmanifest.xml": manifest(("item_xmlv2p1", "a.xml", ""), ("test_xmlv2p1", "test.xml", "")), "a.xml": single(),
           "test.xml": "<assessmentTest/>"}, ONE, notes=("left_out",)),
    skipped("package: items of other versions", "version", {"imsmanifest.xml": manifest(("item_xmlv3p0", "a.xml", "")), "a.xml": single()}),
]
