"""Every frame that follows from the rows of an import and one standard, made by one call. It judges nothing itself."""

from monitoring.results.judgement import Results, judge, judge_townships
from monitoring.results.peers import peers, strips

__all__ = ["Results", "judge", "judge_townships", "peers", "strips"]
