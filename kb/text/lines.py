"""What one line of a pasted page looks like: prose, a heading, a date, a share bar, a caption ...

Each kind has its pattern and its examples; what a line is in its place, among
its neighbours, is decided in `furniture`. Lines longer than LONG are prose and
are not looked at further, so that no text is slow.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date

from kb.text.days import MONTH, YEAR, Day, find_days

LONG = 700
WORD = re.compile(r"\S*\w\S*")
ENDS_SENTENCE = re.compile(r"""[.!?؟۔。]["'”’»)\]]*+$""")
TRAILS_OFF = re.compile(
    r"(?:\.\s?\.\s?\.|…)\s*(?:\[?(?:read more|more|continue(?: reading)?)\b.{0,20})?$", re.I
)

WEEKDAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?"
CLOCK = (
    r"(?:at\s)?\d{1,2}(?:[:.]\d\d){0,2}\s?(?:[ap]\.?\s?m\.?)?(?:\s?\(?(?:[A-Z]{2,5}|[+-]\d\d:?\d\d)\)?){0,2}"
)
FULL_DAY = (
    rf"(?:(?:{WEEKDAY}\s)?(?:(?:{MONTH % 1})\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{YEAR % 1}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:{MONTH % 2}),?[\s-]{YEAR % 2}"
    r"|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}))"
)
FULL_DAY = re.sub(r"\?P<\w+>", "?:", FULL_DAY)
MONTH_NAME = re.sub(r"\?P<\w+>", "?:", MONTH % 1)
SEPARATOR = r"\s*[,|·•/–—-]?\s*"
LABEL = (
    r"(?:(?:first\s|originally\s|last\s|story\s|web\s)?(?:published|posted|updated|modified|uploaded|created|issued|added)"
    r"(?:\s(?:on|at|online|date|in\s[\w ]{2,30}))?|publication\sdate|publish\sdate|pub(?:lished)?\.?\sdate|date|dated)"
)
BARE_DAY = re.compile(
    rf"(?:{CLOCK}{SEPARATOR})?{FULL_DAY}(?:{SEPARATOR}{CLOCK})?(?:{SEPARATOR}\d{{1,2}}\smin(?:ute)?s?(?:\sread)?)?\.?",
    re.I,
)
LABELLED_DAY = re.compile(rf"\(?{LABEL}\s?:?,?\s*(?:{CLOCK}{SEPARATOR})?{FULL_DAY}.{{0,60}}", re.I)
LABEL_ALONE = re.compile(rf"{LABEL}\s?:?", re.I)
AGE = re.compile(
    r"(?:(?:published|posted|updated)\s)?(?:about\s|an?\s|\d{1,3}\s?)(?:min(?:ute)?s?|hours?|hrs?|h|days?|d|weeks?|months?|years?)\sago|just now|yesterday",
    re.I,
)
TIME_ALONE = re.compile(
    r"\d{1,2}(?::\d\d)?\s?[ap]\.?\s?m\.?(?:\s[A-Z]{2,4})?|\d{1,2}[:.]\d\d\s(?:GMT|UTC|BST|[A-Z]{2,3}T)", re.I
)
DATE_LEADS = re.compile(
    rf"(?:[-*•–—]\s*)?(?:{WEEKDAY}\s)?(?:(?:c\.|ca\.|about|early|mid|late|spring|summer|autumn|fall|winter|the)[\s-]){{0,2}}"
    rf"(?:\d{{4}}s?\b|\d{{1,2}}(?:st|nd|rd|th)?[\s-](?:{MONTH_NAME})\b|\d{{1,2}}[-/.]\d{{1,2}}\b|\d{{1,2}}[.:)]\s|(?:{MONTH_NAME})\b)",
    re.I,
)
DATE_ALONE = re.compile(
    rf"\W{{0,2}}(?:(?:c\.|ca\.|about|early|mid|late|spring|summer|autumn|fall|winter|the)[\s-]){{0,2}}(?:(?:{MONTH_NAME})\s?)?"
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)?\s?(?:{MONTH_NAME})|(?:{MONTH_NAME})\s\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}}s?(?:\s?[-–—/]\s?\d{{2,4}})?|{MONTH_NAME})\W{{0,2}}",
    re.I,
)
DAY_AND_SECTION = re.compile(
    rf"(?!by\s)(?:{FULL_DAY}\s*[|·•]\s*[\w&'’-]{{2,20}}(?:\s[\w&'’-]{{2,20}})?|[\w&'’-]{{2,20}}(?:\s[\w&'’-]{{2,20}})?\s*[|·•]\s*{FULL_DAY})",
    re.I,
)

SHARE_ITEM = (
    r"(?:facebook|twitter|x|whats\s?app|e-?mail(?:\sthis)?|print(?:\sthis)?|share|tweet|pin(?:terest|\sit)?|linked\s?in|reddit|"
    r"flipboard|telegram|messenger|pocket|tumblr|instagram|rss|youtube|tiktok|threads|bluesky|mastodon|weibo|wechat|viber|skype|"
    r"(?:copy|get)\s(?:the\s)?link|link\scopied!?|copied|save(?:\sfor\slater)?|bookmark|comments?|listen|close|video|google\+?|"
    r"(?:google\s)?news|slack|spotify|text\ssize|a[+-]|aa|font\ssize|like|\d{1,6}\s(?:shares?|comments?|likes?|views?)|"
    r"share\s(?:on|via|to|by|with)\s[\w ]{1,20}|share\s(?:this|the|your|full)(?:\s[\w ]{1,30})?|click\sto\s\w+(?:\s[\w ()]{1,40})?|"
    r"send\s(?:this\s)?by\semail|follow(?:\sus)?|add\sas\s[\w ]{3,40}|more\soptions|sharethis|republish(?:\sthis\sarticle)?|"
    r"(?:listen\sto|play|hear)\s(?:this\s)?(?:article|story).{0,20}|gift(?:\sthis)?\sarticle|\d{1,2}\smin(?:ute)?s?\sread|"
    r"(?:reading|read)\stime:?\s\d{1,2}.{0,12})"
)
SHARE = re.compile(rf"[\W_]*{SHARE_ITEM}(?:[\s,|/·•:&]+{SHARE_ITEM}){{0,15}}[\W_]*", re.I)
SHARE_SURE = re.compile(
    r"(?:share|tweet|print|save|e-?mail|copy link|link copied!?)\W*$|share\s(?:on|via|this|the article|by)|click to (?:share|email|print|tweet)|"
    r"\d+\s(?:shares?|views?)|listen to (?:this )?(?:article|story)|\d{1,2}\smin(?:ute)?s?\sread",
    re.I,
)

COPYRIGHT = re.compile(
    r"^\W{0,3}(?:©|\(c\)\s|copyright\b(?=.{0,12}(?:©|\(c\)|\d{4}|by\b|:|,))|all rights reserved)|©\s?(?:copyright\s)?(?:19|20)\d\d|"
    r"\ball rights(?: are)? reserved\b|(?:material|content|story|article) (?:may|must|can) ?not be (?:published|reproduced|copied|broadcast)|"
    r"\b(?:market|stock|fund) data (?:is |are )?(?:provided|delayed) by\b|\bquotes (?:are )?(?:displayed|delayed)\b.{0,60}\bminutes\b|\b(?:terms (?:of (?:use|service)|and conditions|& conditions))\b.{0,60}\bprivacy (?:policy|notice)\b|"
    r"\bprivacy (?:policy|notice)\b.{0,60}\bterms\b|^(?:this site is protected by recaptcha|registered in england)",
    re.I,
)
READ_ALSO_LABEL = (
    r"(?:(?:also|must|further)[\s-]read(?:ing|s)?|read\s(?:also|more|next|now|(?:the\s)?(?:full|latest|original)\b.{0,30})|full\sstory|"
    r"see\s(?:also|more)|watch(?:\s(?:also|now|live|more|video|the\svideo))|listen\s(?:also|now)|"
    r"(?:related|similar)\s(?:story|stories|article|articles|news|coverage|content|links?|reading|posts?|topics?|video)|"
    r"more\s(?:on\s(?:this|the)(?:\s(?:story|topic|subject))?|stories|reading|here|from\s[\w ]{2,30}|in\s[\w ]{2,30}|about)|don['’]t\smiss|"
    r"recommended(?:\s(?:for\syou|reading|stories))?|in\scase\syou\smissed\sit|icymi|you\smay\s(?:also\s)?like|"
    r"editor['’]s\spick|trending(?:\snow)?|up\snext|filed\sunder|explore\smore)"
)
READ_ALSO_COLON = r"(?:read|see|watch|listen|related|more|next|previous|tags?|topics?|categor(?:y|ies)|keywords|in\spictures|video|gallery)"
READ_ALSO_OR_TITLE = (
    r"(?:opinion|analysis|explainer|explained|live(?:\supdates)?|photos|comment|editorial|interview|profile)"
)
READ_ALSO = re.compile(
    rf"^[\W_]{{0,4}}(?:{READ_ALSO_LABEL}\s?(?::|\||»|›|>>?|—|–|-\s|\]|→)|{READ_ALSO_COLON}\s?(?::|\||»|›|>>?))\s*(?P<rest>.*)$",
    re.I,
)
LINK_OR_TITLE = re.compile(rf"^[\W_]{{0,4}}{READ_ALSO_OR_TITLE}\s?(?::|\||»|›|>>?)\s*(?P<rest>\S.*)$", re.I)
READ_ALSO_CLICK = re.compile(
    r"^[\W_]{0,3}(?:click|tap)\s(?:here|on|through|to\s(?:read|see|watch|get|subscribe|view))\b|^[\W_]{0,3}(?:read|see|view|show)\s(?:the\s)?(?:more|full\s(?:story|article|report|list|coverage))\W*$|"
    r"^continue\sreading\W*$|^keep\sreading\W*$|^(?:for\s)?more\s(?:on\sthis|stories\slike\sthis|news)\b.{0,40}$|^read\smore\s(?:at|on|about|from|in)\b",
    re.I,
)
PROMOTION = re.compile(
    r"^\W{0,3}(?:please\s)?(?:sign\sup|subscribe|register\s(?:now|here|for)|download\s(?:our|the)|join\s(?:our|us|the\sconversation)|get\s(?:our|the\s(?:latest|best|day)|all\sthe|breaking|daily|more|email)|"
    r"enter\syour|follow\s(?:us|our|@|\w+\son\s(?:facebook|twitter|x|instagram|google))|like\sus|support\s(?:our|independent)|become\sa\s(?:member|subscriber|supporter)|"
    r"stay\s(?:up|informed|connected|ahead|tuned)|receive\s|never\smiss|want\s(?:more|to\sread)|check\sout|create\san?\s(?:free\s)?account|log\sin|already\sa\ssubscriber|donate|"
    r"try\s|start\syour|unlock|turn\son|enable|allow\snotifications|by\s(?:signing|subscribing|clicking|submitting|providing|entering)|"
    r"you(?:['’]ve|\shave)\s(?:successfully|been)\s(?:subscribed|signed)|thanks?\s(?:you\s)?for\s(?:subscribing|signing|reading)|i\s(?:would|agree|consent)|we\suse\scookies|this\s(?:site|website)\suses\scookies|your\semail\saddress)",
    re.I,
)
REPORTED = re.compile(r"\b(?:said|told|reported|announced|added|according to|stated|confirmed)\b", re.I)
TOLD = re.compile(r"\b(?:was|were|had|did|said|told|has been|have been(?! (?:signed|subscribed)))\b", re.I)
PROMOTION_WORD = re.compile(
    r"\bnewsletters?\b|\binbox\b|\be-?mail\b|\bapps?\b|\balerts?\b|\bsubscri|\bchannel\b|\bcookies\b|\bfacebook\b|\btwitter\b|\binstagram\b|\byoutube\b|\btelegram\b|\bwhatsapp\b|\bgoogle news\b|"
    r"\bpodcast\b|\bpremium\b|\bfree trial\b|\bnotifications?\b|\bprivacy\b|\b(?:sign|log)(?:ed)? ?(?:up|in)\b|\bmember\b|\baccount\b|\bdonat|\.com\b|@\w|\bjournalism\b|\bheadlines\b",
    re.I,
)
CHECK_OUT = re.compile(
    r"\b(?:check out|visit|go to|head to|log on to)\b[^.]{0,80}\b\w{3,30}\.(?:com|org|net|co\.\w\w)\b\W*$",
    re.I,
)
TOP_HEADLINES = re.compile(
    r"\btop (?:headlines|stories)\b(?:.{0,10}\bfor\b.{0,30}|\s(?:today|this week|of the day))?\W*$", re.I
)
ADVERTISEMENT = re.compile(
    r"\W*(?:advertisements?|ads?|sponsored(?:\scontent)?|promoted(?:\scontent|\sstories)?|paid\s(?:content|post)|(?:article|story)\scontinues\s(?:below|after).{0,30}|"
    r"skip\s(?:to\s(?:main\s)?content|past\s.{0,30}|advertisement|ad|to\s\w+)|continue\sreading\sbelow|scroll\s(?:down\s)?to\scontinue.{0,30}|ad\sfeedback|remove\sads?|"
    r"report\s(?:this\s)?ad|loading\W*|play\svideo|video\splayer.{0,30}|enlarge(?:\sthis)?\simage|toggle\scaption|hide\scaption|view\s(?:image|gallery|comments).{0,20}|"
    r"image\s\d+\sof\s\d+|\d+\s(?:of|/)\s\d+|back\sto\stop|(?:top|bottom)\sof\s(?:page|form)|list\s\d+\sof\s\d+|list\sof\s\d+\sitems|end\sof\slist|_{3,}|[*=~-]{3,}|#{3,})\W*",
    re.I,
)
# Who else wrote it: the article's own words, of which only a day of publication is none of the story.
SIGNED = re.compile(
    r"^\W{0,2}(?:this (?:article|story|report|piece|post) (?:has been|was|is) (?:adapted|amended|updated|originally|first|republished|edited|corrected|translated|produced|part of)|"
    r"(?:additional |with )?(?:reporting|writing) by\b|edited by\b|editing by\b|compiled by\b|translated by\b|with (?:input|inputs|files|additional reporting|reporting|agencies) from\b|"
    r"with (?:additional )?(?:agency )?(?:inputs?|reporting)\b.{0,60}$|\(?(?:additional )?reporting by\b)|"
    r"\bcontributed to this (?:report|article|story)\b",
    re.I,
)
CREDIT = re.compile(
    r"^\W{0,2}(?:source: .{2,60}$|the views expressed\b|the (?:writer|author) is\b|"
    r"published in [\w .'’]{2,40},? .{0,40}\d{4}|first published in\b|a version of this article)|"
    r"\b(?:you can )?(?:follow|email|contact|reach) (?:him|her|them|the (?:writer|author)) (?:on|at|by|via)\b|"
    r"^[\w.’' -]{4,50} (?:is|are) an? (?:[\w-]+ ){0,4}(?:writer|reporter|correspondent|journalist|editor|columnist|producer|contributor|analyst)\b.{0,60}\b(?:for|at|with|based in|covering)\b.{0,80}(?:@|twitter|e-?mail|\.com)",
    re.I,
)

AGENCY = (
    r"(?:AFP|AP|Reuters|REUTERS|Xinhua|TASS|Tass|APP|PTI|ANI|IANS|DPA|dpa|EPA(?:-EFE)?|epa|EFE|Getty(?:\sImages)?|Online|INP|PPI|"
    r"White\sStar|Agencies|ANSA|Kyodo(?:\sNews)?|Yonhap|Bloomberg|Anadolu(?:\sAgency)?|AA|RIA(?:\sNovosti)?|Sputnik|Interfax|IRNA|SANA|"
    r"WAM|SPA|MENA|UPI|PA(?:\s(?:Wire|Media|Images))?|BBC|CNN|Shutterstock|Alamy(?:\sStock\sPhoto)?|iStock(?:photo)?|Wikimedia(?:\sCommons)?|"
    r"Unsplash|NurPhoto|ZUMA|Zuma|Rex(?:\sFeatures)?|NASA|Handout|HO|Pool|File|FILE|Twitter|Facebook|Instagram|YouTube|Screengrab|ISPR|PID|Flickr)"
)
PHOTO = r"(?:(?:file|stock|library|archive|handout|courtesy|representative|representational|undated)[\s-]?)?(?:photo(?:graph)?s?|images?|pictures?|pic|illustrations?|graphic|screengrab|screenshot|video(?:\sgrab)?)"
CAPTION_END = re.compile(
    rf"(?:"
    rf"\((?:[^()]{{0,70}}[/,]\s?)?(?:{AGENCY})(?:[/,\s-][^()]{{0,60}})?(?:\s(?:photo|via)\b[^()]{{0,40}})?\)\.?$"  # (Name/AFP via Getty Images)
    rf"|\((?i:(?:{PHOTO}|courtesy|credit|source)\b[^()]{{0,80}})\)\.?$|\((?i:[^()]{{0,40}}\b{PHOTO})\)\.?$"  # (File photo), (Photo by ...)
    rf"|\[[^\[\]]{{0,60}}(?:{AGENCY}|(?i:{PHOTO}))[^\[\]]{{0,30}}\]\.?$"  # [Name/Reuters]
    rf"|(?i:\b{PHOTO}(?:\s(?:by|credit|courtesy|source))?\s?[:/|]\s?)[^.:]{{2,70}}(?:\.\s?[A-Z][^.:]{{2,30}})?\.?$"  # Photo: Name, Image: NASA.
    rf"|(?i:\b(?:credit|credits|photographer|courtesy|copyright|source)\s?:\s?)[^.:]{{2,60}}\.?$"
    rf"|(?:[─—–-]{{1,2}}|\||/)\s?(?i:(?:[\w.'’ ]{{2,30}}[/\s])?{PHOTO})\.?$"  # ─ Dawn/File photo
    rf"|\b(?i:file photo(?:graph)?|file image|file pic(?:ture)?|file footage|stock photo|courtesy photo)\.?$"
    rf"|\b(?:REUTERS|AFP|AP|EPA|Reuters)\s?/\s?(?:[A-Z][\w.'’-]*\s?){{1,4}}\.?$"  # REUTERS/First Last
    rf"|(?i:\bphoto(?:graph)? by\s)[\w.'’ -]{{3,40}}(?:/[\w ]{{2,30}})?\.?$|(?i:\bvia getty images|/getty images|getty images)\.?$"
    rf")"
)
CAPTION_START = re.compile(
    r"^\W{0,2}(?:(?:image|photo|picture|media) (?:caption|source|credit)\b|file (?:photo|image|picture|pic)\b|in this (?:\w+[\s,.]+){0,6}(?:file )?(?:photo|image|picture|screengrab|frame)\b|"
    r"this (?:\w+[\s,.]+){0,6}(?:photo|image|picture|handout|screengrab|graphic)\b.{0,80}\b(?:shows|taken|released|provided)|"
    r"(?:file|photo|image|picture|pictured|caption|photograph|pic|video|graphic|file photo)(?:\s\d{1,2})?\s?:\s?\S|"
    r"(?:an?|the) (?:file|undated|handout|combination|satellite) (?:photo|image|picture)\b|file [-–—] )",
    re.I,
)
CREDITED = re.compile(
    r"(?:[A-Z][\w.'’-]+(?:\s[A-Z][\w.'’-]+){0,2}\s?/\s?)?(?:AFP|AP(?:\sPhoto)?|Reuters|REUTERS|EPA(?:-EFE)?|Getty(?:\sImages)?|PA(?:\s(?:Wire|Media|Images))?|"
    r"AFP/Getty\sImages|Shutterstock|Alamy|Anadolu(?:\sAgency)?|Xinhua|Wikimedia(?:\sCommons)?|Handout)"
)
DASH_AGENCY = re.compile(rf"(?:[.!?\"”’)a-z])\s*[─—–-]{{1,2}}\s?(?:{AGENCY})(?:/(?:{AGENCY}|[A-Z]\w+))?\.?$")

BYLINE = re.compile(
    r"^(?:by|words by|written by|reported by|story by|text by|author:?|posted by|submitted by)\b:?(?:\s+[^.!?]{2,90})?$",
    re.I,
)
STAFF = re.compile(
    r"^(?:(?:our|the|a|from our|by our)\s)?(?:staff|special|web|news|diplomatic|political|foreign|senior|own|bureau)?\s?(?:news\s)?(?:reporter|correspondent|report|desk|writer|bureau|monitoring desk|agencies|online desk)s?$|^staff(?:\swriters?)?$",
    re.I,
)
NAME = re.compile(
    r"(?:[A-Z][\w.'’-]*|de|van|von|bin|al|el|and|&|,|\||of|for)(?:\s+(?:[A-Z][\w.'’-]*|de|van|von|bin|al|el|and|&|,|\||of|for)){1,8}"
)

SECTION = re.compile(
    r"\W*(?:(?:top|latest|more|other|related|similar|recent|popular|trending|featured|breaking|today['’]?s|must[\s-]?read|suggested|sponsored|promoted|recommended|selected|further|previous|hot|big)\s"
    r"(?:top\s|latest\s|popular\s)?(?:stor(?:y|ies)|news|articles?|headlines?|posts?|reads?|reading|content|coverage|topics?|videos?|picks|from\s[\w .'’&-]{2,40}|on\s[\w .'’&-]{2,40}|in\s[\w .'’&-]{2,40}|about\s[\w .'’&-]{2,40}|for\syou|links?|features|opinions?)"
    r"|most\s(?:read|popular|viewed|shared|commented|watched|recent|discussed)(?:\s(?:stories|articles|news|in\s[\w .]{2,30}|this\sweek|today))?|trending(?:\s(?:now|today|topics|stories))?|latest|editor(?:s|['’]s|s['’])?\s(?:picks?|choice)|"
    r"you\s(?:may|might)\s(?:also\s)?(?:like|be\sinterested\sin|have\smissed).{0,30}|you['’]ll\s(?:also\s)?like|in\scase\syou\smissed\sit|don['’]t\smiss(?:\sthis)?|also\s(?:in|on|from|read)\s?[\w .'’&-]{0,40}|"
    r"recommended(?:\s(?:for\syou|by\s\w+|reading|stories|videos))?|around\sthe\sweb|from\s(?:around\s)?the\sweb|from\sour\s(?:partners|network|sponsors|archives?)|read\s(?:next|also|more|this\snext)|up\snext|what\sto\sread\snext|what['’]s\snew|"
    r"opinions?|editorials?|columns?|columnists|op-?eds?|comment\s?(?:&|and)\sanalysis|letters(?:\sto\sthe\seditor)?|newspaper|today['’]s\spaper|magazine|popular(?:\snow)?|people\s(?:also\sread|are\sreading)|other\s(?:news|stories)|"
    r"latest\s(?:updates?|videos?)|news\s(?:in\sbrief|briefs)|watch\s(?:now|next|more)|photos?\s(?:galler(?:y|ies))|videos?|multimedia|dawn\stv\slive|live\stv|on\sthis\stopic|more)\W*",
    re.I,
)
COMMENTS = re.compile(
    r"\W*(?:(?:view\s|show\s|all\s|read\s|reader\s|readers['’]\s|user\s|your\s|latest\s|top\s|\d{1,6}\s)comments?(?:\s\(?\d{1,6}\)?)?|comments?\s?\(?\s?\d{1,6}\s?\)?|(?:leave|post|add|write)\s(?:a|your)\s(?:comment|reply)|"
    r"join\sthe\s(?:conversation|discussion)|what\sdo\syou\sthink\??|have\syour\ssay|comments?\s(?:are\s)?closed|(?:login|log\sin|sign\sin|register)\sto\s(?:post\sa\s)?comment|discussion\s\(\d+\)|comments)\W*",
    re.I,
)
COMMENT_SIGN = re.compile(
    r"^\W*(?:reply|report(?:\sabuse)?|recommend(?:ed)?(?:\s?\(?\d+\)?)?|like|dislike|flag|permalink|upvote|downvote|reply\s?[·|].{0,60}|sort\sby.{0,20}|(?:newest|oldest|best)(?:\sfirst)?|load\smore.{0,20}|view\s\d+\srepl.{0,5}|"
    r"[\w.' -]{2,30}\s(?:says|wrote|said)\s?:|guest|anonymous|edited)\W*$",
    re.I,
)
NAVIGATION_WORDS = frozenset(
    """home|news|world|sport|sports|business|politics|opinion|opinions|culture|lifestyle|life|style|tech|technology|science|health|
    entertainment|travel|weather|video|videos|photos|pictures|podcasts|podcast|newsletters|newsletter|login|log in|sign in|sign up|
    register|subscribe|menu|search|about|about us|contact|contact us|careers|jobs|advertise|advertise with us|advertising|privacy|
    privacy policy|privacy notice|cookie policy|cookies|terms|terms of use|terms of service|terms & conditions|terms and conditions|help|faq|sitemap|site map|accessibility|
    e-paper|epaper|today's paper|archive|archives|rss|rss feeds|mobile apps|apps|shop|store|my account|account|settings|more|sections|
    latest|latest news|top stories|breaking news|live|live tv|watch live|tv|radio|money|economy|markets|finance|education|environment|climate|
    features|analysis|magazine|editorial|editorials|columnists|letters|obituaries|classifieds|international|national|local|region|
    regions|asia|africa|europe|americas|middle east|us|u.s.|uk|india|pakistan|china|russia|prism|images|herald|blogs|blog|cricket|football|
    tennis|food|fashion|arts|books|film|movies|music|games|crosswords|puzzles|horoscopes|cartoons|real estate|property|cars|auto|
    donate|support us|follow us|social media|site index|corrections|ethics|code of ethics|media kit|press|newsroom|company|legal|imprint|
    disclaimer|copyright|feedback|edition|editions|english|urdu|arabic|español|français|skip to content|close|back|next|previous|open menu|close menu|
    expand / collapse search|watch tv|compliance|media relations|closed captioning policy|your privacy choices|do not sell my info|manage cookies|
    trending|most read|popular|elections|crime|military|religion|opinion pieces|in depth|long reads|explainers|fact check|data|interactive|interactives|gallery|galleries|
    current affairs|digital edition|print edition|membership|premium|gift subscriptions|my profile|log out|sign out|notifications|dark mode|light mode""".replace(
        "\n", ""
    ).split("|")
)
NAVIGATION_WORDS = frozenset(word.strip() for word in NAVIGATION_WORDS)
MASTHEAD = re.compile(
    r"(?:[A-Z][\w.&'’-]*\s+|of\s+|and\s+|the\s+){0,4}(?:Courier|Times|News|Post|Herald|Gazette|Tribune|Journal|Chronicle|Guardian|Press|Mail|Star|Observer|"
    r"Express|Today|Online|Daily|Standard|Mirror|Telegraph|Examiner|Register|Record|Review|Dispatch|Independent|Echo|Globe|Sun|Sentinel|Bulletin|Weekly|Report|"
    r"Monitor|Mercury|Argus|Advertiser|Inquirer|Enquirer|Messenger|Ledger|Wire|Agency|Magazine|Network|TV|Radio|Media|Digital)|[\w.-]{2,40}\.(?:com|org|net|co|tv|news|info|[a-z]{2})",
    re.I,
)
DOTTED_NAME = re.compile(r"(?:[A-Z]\.){2,4}")
MENU_SEPARATOR = re.compile(r"\s*[>›»|/·•]\s*|\s{3,}|\t+")


@dataclass(slots=True)
class Line:
    """One paragraph of a text, with what can be said of it without its neighbours."""

    start: int
    end: int
    text: str
    words: int
    ends_sentence: bool
    trails_off: bool
    gap: bool
    reason: str | None = None
    days: list[Day] = field(default_factory=list)
    bare_day: bool = False
    labelled_day: bool = False
    age: bool = False

    @property
    def is_date(self) -> bool:
        """A line that holds a day, or an age ("3 hours ago"), and nothing else."""
        return self.bare_day or self.labelled_day or self.age

    @property
    def day(self) -> date | None:
        return self.days[0].days[0] if self.days else None

    @property
    def prose(self) -> bool:
        """Sentences, as far as one line can tell."""
        return not self.is_date and (self.ends_sentence and self.words >= 8 or self.words >= 25)

    @property
    def heading(self) -> bool:
        """What could be a heading: short, and no sentence with a full stop."""
        if self.is_date or self.words == 0 or self.words > 24 or self.end - self.start > 180:
            return False
        return not _without_pictures(self.text).rstrip("\"'”’»)]").endswith((".", ",", ";", "…", ":"))

    @property
    def date_heading(self) -> bool:
        """A date of any grain and nothing else, as over an entry of a chronology."""
        return self.bare_day or len(self.text) <= 40 and bool(DATE_ALONE.fullmatch(self.text))

    @property
    def dated(self) -> bool:
        """Begins with a date, as the lines of a chronology do."""
        return bool(DATE_LEADS.match(self.text))

    @property
    def navigation_word(self) -> bool:
        return self.text.strip(" |›»>•·").lower() in NAVIGATION_WORDS

    @property
    def short(self) -> bool:
        """Like an entry of a menu: a few words, no sentence, no date, no "name: value"."""
        if self.words > 6 or self.end - self.start > 45 or self.is_date:
            return False
        if self.navigation_word or DOTTED_NAME.fullmatch(self.text):
            return True
        return not (self.ends_sentence or self.dated or ":" in self.text or self.text[0] in "-*•–—\"“'‘(")


def _without_pictures(line: str) -> str:
    """A line without the emoji at its end."""
    end = len(line)
    while end and (
        line[end - 1].isspace() or unicodedata.category(line[end - 1]) in ("So", "Sk", "Cf", "Mn")
    ):
        end -= 1
    return line[:end] or line


def describe(text: str, start: int, end: int, gap: bool) -> Line:
    """The line text[start:end]; `gap` is whether an empty line stands before it."""
    if end - start > LONG:
        tail = text[end - 40 : end]
        return Line(start, end, text[start : start + LONG], 99, bool(ENDS_SENTENCE.search(tail)), False, gap)
    line = text[start:end]
    bare = _without_pictures(line)
    found = Line(
        start,
        end,
        line,
        len(WORD.findall(line)),
        bool(ENDS_SENTENCE.search(bare)),
        bool(TRAILS_OFF.search(bare)),
        gap,
    )
    if len(line) <= 160 and (any(c.isdigit() for c in line) or "ago" in line or "yesterday" in line.lower()):
        found.days = find_days(line)
        found.bare_day = bool(BARE_DAY.fullmatch(line) or DAY_AND_SECTION.fullmatch(line))
        found.labelled_day = bool(LABELLED_DAY.fullmatch(line))
        found.age = bool(AGE.fullmatch(line.strip(" |·•")))
    return found


def own_reason(line: Line) -> str | None:
    """Why a line is no part of any article, wherever it stands; None if its own words do not tell.

    >>> def why(words): return own_reason(describe(words, 0, len(words), True))
    >>> why("Also read: Harbour to be dredged"), why("He read the letter aloud.")
    ('read also', None)
    >>> why("Ships wait off the port. — Example Times/File photo"), why("Facebook Twitter WhatsApp")
    ('caption', 'share bar')
    >>> why("SHIPS WAIT AS THE HARBOUR BOARD DEBATES NEW FEES")
    'shouted'
    >>> why("© 2020 Example Times"), why("Sign up for our daily newsletter"), why("Advertisement")
    ('copyright', 'newsletter', 'advertisement')
    """
    text = line.text
    if len(text) > 600 or line.end - line.start > 600:
        return None
    if line.words == 0 and not line.is_date:
        return "advertisement" if ADVERTISEMENT.fullmatch(text) else None
    if ADVERTISEMENT.fullmatch(text):
        return "advertisement"
    if len(text) <= 160 and SHARE.fullmatch(text) and (line.words >= 3 or SHARE_SURE.search(text)):
        return "share bar"
    if COPYRIGHT.search(text):
        return "copyright"
    if len(text) <= 250 and not line.ends_sentence and _is_menu(text):
        return "navigation"
    if _reads_also(line):
        return "read also"
    if CREDIT.search(text) and len(text) <= 400:
        return "credit"
    if SIGNED.search(text) and len(text) <= 400:
        return "credit" if re.search(r"\d", text) else None
    if len(text) <= 300 and PROMOTION.match(text) and PROMOTION_WORD.search(text) and not TOLD.search(text):
        return "newsletter"
    if line.words <= 14 and TOP_HEADLINES.search(text):
        return "promotion"
    if line.words <= 25 and CHECK_OUT.search(text):
        return "newsletter"
    if 7 <= line.words <= 25 and text.isupper() and not line.dated and not line.ends_sentence:
        return "shouted"
    if _is_caption(line):
        return "caption"
    if TIME_ALONE.fullmatch(text):
        return "time stamp"
    return None


def is_credit(line: Line) -> bool:
    """A line that names an agency and nothing else, as pictures do."""
    return line.words <= 4 and bool(CREDITED.fullmatch(line.text))


def is_captioned_by_agency(line: Line) -> bool:
    """ "Boats at the quay. ─ AFP": one sentence that reports no words; an item of news is signed alike."""
    if line.end - line.start > 240 or not DASH_AGENCY.search(line.text):
        return False
    return len(re.findall(r"[.!?]\s", line.text)) <= 1 and not REPORTED.search(line.text)


def _is_menu(text: str) -> bool:
    """ "Home | News | Sport": a menu, or the way from the front page, in one line."""
    parts = [part.lower() for part in MENU_SEPARATOR.split(text.strip(" |>›»·•/")) if part]
    if len(parts) < 2 or max(map(len, parts)) > 40:
        return False
    known = sum(part in NAVIGATION_WORDS for part in parts)
    return known >= 2 and 2 * known >= len(parts) or parts[0] == "home" and known >= 1


def _reads_also(line: Line) -> bool:
    text = line.text
    if len(text) > 220:
        return False
    if READ_ALSO_CLICK.match(text):
        return True
    match = READ_ALSO.match(text)
    if not match:
        return False
    rest = match["rest"].strip()
    # "See: ..." and the like begin sentences too; a link's words are a headline or nothing.
    return (
        not rest
        or not ENDS_SENTENCE.search(rest)
        or rest.endswith(("?", "'", "’", '"', "”"))
        or line.words <= 16
    )


def _is_caption(line: Line) -> bool:
    text = line.text
    if len(text) > 450:
        return False
    return bool(CAPTION_START.match(text) or CAPTION_END.search(text))
