"""Tables of schools: who a row is, what adds up, what a column means as a whole."""
