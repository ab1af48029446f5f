"""How the desk writes days and times: as the readers' pages do."""

DATE_FORMAT = "j E Y г."
DATETIME_FORMAT = "j E Y г., H:i"
SHORT_DATE_FORMAT = "j M Y г."
SHORT_DATETIME_FORMAT = "j M Y г., H:i"
