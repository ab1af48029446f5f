"""How the desk writes days and times: as the readers' pages do."""

DATE_FORMAT = "j F، Y"
DATETIME_FORMAT = "j F، Y، H:i"
SHORT_DATE_FORMAT = "j M، Y"
SHORT_DATETIME_FORMAT = "j M، Y، H:i"
DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
