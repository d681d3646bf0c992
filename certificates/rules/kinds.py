"""What a certificate of each kind is called and says, as texts with fields (``rules.wording``), to begin a layout with."""

COMPLETION, EXCELLENT, TEACHING, ATTENDANCE, SERIES = "completion", "excellent", "teaching", "attendance", "series"
TITLES = {
    COMPLETION: "结业证书", EXCELLENT: "荣誉证书", TEACHING: "授课证书", ATTENDANCE: "参训证明", SERIES: "学习证书",
}
ENGLISH = {
    COMPLETION: "CERTIFICATE OF COMPLETION", EXCELLENT: "EXCELLENT TRAINEE", TEACHING: "CERTIFICATE OF TEACHING",
    ATTENDANCE: "CERTIFICATE OF ATTENDANCE", SERIES: "CERTIFICATE OF LEARNING",
}
# What follows the name; a part in square brackets is left out when a fact in it is empty.
DEEDS = {
    COMPLETION: "于{period}参加[{host}举办的]{class}，学习期满，考核合格，准予结业。",
    EXCELLENT: "在{period}[{host}举办的]{class}中，学习刻苦，表现突出，被评为优秀学员。特发此证，以资鼓励。",
    TEACHING: "于{period}为[{host}举办的]{class}授课[{sessions}次]。特发此证，以致谢忱。",
    ATTENDANCE: "于{period}参加[{host}举办的]{class}[，到课{sessions}次]。特此证明。",
    SERIES: "于{period}修完[{host}]“{programme}”系列课程，成绩合格。特发此证。",
}
BODIES = {
    kind: "{name}{address}" + deed + ("" if kind == EXCELLENT else "[共计{hours}学时。]") for kind, deed in DEEDS.items()
}
