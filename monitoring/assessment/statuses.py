"""The words of an assessment and the small whole numbers that stand for them in arrays."""

MET, GAP, NO_DATA, NOT_APPLICABLE = range(4)  # two bits, which evaluation makes apart
STATUSES = ("met", "gap", "no_data", "not_applicable")
STATUSES_WORST_FIRST = ("gap", "no_data", "met", "not_applicable")

VERDICT_MET, NOT_MET, UNDETERMINED, NOT_JUDGED = range(4)
VERDICTS = ("met", "not_met", "undetermined", "not_judged")
VERDICTS_WORST_FIRST = ("not_met", "undetermined", "met", "not_judged")
"""What needs doing first: also the one that counts for a school of several stages."""

# Why a part is judged, or not. The first that holds; a part of unknown scope is undetermined and in no share.
IN_SCOPE, SCOPE_UNKNOWN, STAGE, MAIN_MISSING, KIND, PRIVATE, TEACHING_POINT, NO_PUPILS = range(8)
WHY = (
    "",
    "scope_unknown",
    "stage",
    "main_missing",
    "kind",
    "private",
    "teaching_point",
    "no_pupils",
)
INCOMPLETE = "incomplete"
NO_RULE = "no_rule"
OF_THE_STANDARD = ("", INCOMPLETE, NO_RULE)
"""The words of a part that is in scope: judged, or left without a verdict by the standard itself."""
