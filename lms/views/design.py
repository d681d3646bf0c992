"""The living page of the design: every component in all its states, drawn by the same templates that pages use."""

import segno
from django import forms
from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.safestring import mark_safe

TOPICS = [("intro", "开班动员"), ("rules", "基层工作制度"), ("visit", "现场观摩")]


class SampleForm(forms.Form):
    """A field of every kind; sent empty or wrong, it shows every error."""

    name = forms.CharField(label="姓名", help_text="与身份证上一致。", max_length=20)
    phone = forms.CharField(label="手机号", widget=forms.TextInput(attrs={"inputmode": "tel"}))
    place = forms.ChoiceField(label="场地", choices=[("", "请选择"), ("1", "社区学校一楼大教室（80 人）")])
    day = forms.DateField(label="日期", required=False)
    starts = forms.DateTimeField(label="开始时间", required=False)
    seats = forms.IntegerField(label="人数", required=False, help_text="不超过场地的座位数。")
    note = forms.CharField(label="备注", required=False, widget=forms.Textarea)
    file = forms.FileField(label="名册文件", required=False, help_text="Excel 文件（.xlsx 或 .xls），不超过 10 MB。")
    answer = forms.ChoiceField(label="您参加哪一场？", choices=TOPICS, widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(label="想听的专题（可多选）", choices=TOPICS, required=False,
                                       widget=forms.CheckboxSelectMultiple)
    agreed = forms.BooleanField(label="我已核对以上信息")
    locked = forms.CharField(label="所在单位", required=False, disabled=True, initial="东一居民区")


def design(request):
    """Show the design's components; the page keeps no data and asks for no account."""
    fresh = SampleForm(prefix="fresh", initial={"answer": "intro", "topics": ["rules"]})
    wrong = SampleForm({"wrong-phone": "138", "wrong-seats": "很多", "wrong-day": "昨天"}, prefix="wrong")
    wrong.add_error("phone", "手机号应为 11 位数字，请再核对一次。")
    code = segno.make("https://example.org/check-in/7K4M-2QXP", micro=False)
    context = {
        "fresh": fresh,
        "wrong": wrong,
        "page": Paginator(range(602), 50).page(2),
        "first": Paginator(range(120), 50).page(1),
        "qr": mark_safe(code.svg_inline(scale=6, border=1, title="二维码", omitsize=True)),  # noqa: S308 -- our own drawing
    }
    return render(request, "design/index.html", context)
