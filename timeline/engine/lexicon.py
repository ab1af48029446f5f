"""Word lists of the engine: verbs that report, plan or hold, and nouns that happen."""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What somebody says: the speech is one happening, what it reports another.
SAYING = words(
    "say tell state announce declare report add claim note explain confirm insist warn suggest argue acknowledge admit "
    "allege assert stress reiterate comment reply respond remark reveal predict quote deny estimate conclude describe "
    "testify write tweet post recall believe think emphasise emphasize inform maintain observe pledge vow promise "
    "complain caution mention disclose indicate propose"
)
SPEAKING = words("speak address talk write appear testify brief respond comment")
# Of these, the ones whose content the writer does not vouch for.
CLAIMING = words(
    "claim allege say report suggest argue believe think maintain insist assert tell accuse estimate suspect fear "
    "indicate write predict"
)
# The complement is a plan: "agreed to meet in May" has not met.
PLANNING = words(
    "plan expect schedule intend hope aim want wish promise pledge vow threaten agree decide propose prepare due set "
    "slate suppose intend likely ready order ask urge request seek offer need determine commit tell invite instruct require "
    "bind oblige poise subpoena summon project forecast anticipate design going go allow authorise authorize permit mean destine"
)
PLANNING_NOUNS = words(
    "plan decision proposal intention agreement deal promise pledge offer bid vow threat order deadline opportunity "
    "effort attempt permission commitment request call date schedule"
)
# The complement did not happen: "failed to win".
FAILING = words("fail refuse decline neglect deny avoid prevent stop cancel forget prohibit ban")
# A state, not a happening, when nothing bounds it.
STATES = words(
    "be have own contain include consist belong know believe think want need like love hate seem appear remain stand "
    "mean depend deserve resemble cost weigh equal matter owe possess understand live exist account represent total "
    "comprise feature expect hope see regard consider average number amount rank lie hold"
)
# Besides states, what "today" only says to be so: "today the firm employs 300".
LASTING = words(
    "look live work employ house serve produce attract operate boast survive teach study enjoy wear bear own"
)
# What befalls somebody: the line says how it came about, if it has room.
HARMING = words("kill die injure wound hurt drown burn")
DEMANDING = words("demand ask urge call accuse threaten order request beg invite appeal")
# What befalls a thing: told of an event, it tells the event itself.
RUINING = words("destroy damage level wreck devastate flatten topple sink")
# Verbs of what goes on as long as nobody ends it.
HOLDING = words("rule govern hold keep occupy control lead run head serve live work")
MEASURING = words(
    "rise fall grow increase decrease decline drop climb slip gain lose average total account earn cost sell jump surge "
    "plunge soar shrink estimate reach outnumber exceed"
)
# Nouns of a change of a figure: "an increase over 1988".
CHANGES = words(
    "increase rise gain jump growth improvement decrease decline drop fall reduction change advance surge narrow widen"
)
EXTENDING = words("extend prolong lengthen")
SIGNING = words(
    "sign ratify conclude adopt approve negotiate draft publish write reach make win lose enact pass"
)
POSTPONING = words("postpone delay defer adjourn reschedule")
LAWS = words(
    "rule law regulation criterion criteria requirement standard limit tariff tax fee ban measure treaty contract"
)
# What is said to somebody at a time of its own, before what it leads to: "was invited in July to join".
ADDRESSING = words(
    "invite ask order tell urge request instruct agree decide allow permit authorise authorize promise pledge vow "
    "threaten offer subpoena summon require oblige determine refuse"
)
# Verbs after which "in" leads to a deed, not to a time: "charged in the 1998 killing".
ACCUSING = words(
    "charge indict accuse convict suspect arrest sentence acquit question implicate try want seek arraign jail imprison involve"
)
# Papers with terms: "debentures due 2007", "rights that expire on 21 November".
PAPERS = words(
    "note debenture bond bill paper debt loan security stock share right warrant option dividend payment interest "
    "principal obligation certificate mortgage"
)
# What accounts and exchanges count: a line about it is a statistic.
ACCOUNTS = words(
    "revenue revenues sales income earnings profit profits net loss losses charge charges dividend dividends interest "
    "expense expenses cost costs gain gains margin margins turnover volume yield yields deficit surplus result results "
    "backlog assets premium premiums throughput output average total"
)
ALWAYS_ACCOUNTS = words(
    "revenue revenues sales income earnings profit profits net costs expenses dividend dividends turnover margins expenditure expenditures spending"
)
QUOTED_PRICES = words(
    "share shares stock stocks bond bonds price prices index average dollar rate rates market markets issue issues"
)
TRADED = words("trading market markets exchange")
MOVES = words(
    "rise fall grow increase decrease decline drop climb slip gain lose jump surge plunge soar shrink advance edge slide "
    "add ease firm tumble plummet sink rebound rally slump dip skid retreat leap rocket close open trade finish end yield "
    "quote settle be remain stand shed reach hit"
)
# The complement must come: "ruled that he must leave".
RULING = words("rule decide order determine decree")
# Participles that only say how things are related.
RELATING = words(
    "compare associate relate base locate concern entitle regard involve contain pertain situate"
)
# Nouns of which there is but one, so that "the" says enough.
UNIQUE = words(
    "sun moon earth world police pope internet universe government president parliament army navy economy industry "
    "public nation press media senate congress"
)
# Objects that say enough with "the": one takes the stand, leads the way, enters the war.
SETTLED = UNIQUE | words(
    "market country state opposition military war peace bloodshed violence fighting presidency throne "
    "crown premiership office helm stand oath lead way stage road street streets sky air sea ocean coast border bottom "
    "floor ground vote title race prize gold rest whole end beginning start right chance time day night weekend week month "
    "year city capital town village area dead wounded poor rich elderly weather past future present truth law economy "
    "spotlight limelight agenda brink verge wake fore fray heart internet radio telephone phone court courts church theatre theater cinema north south east west"
)
BODIES_BY_NOUN = words(
    "company firm corporation bank airline carrier agency organisation organization group party newspaper union maker "
    "concern retailer insurer utility brewer manufacturer automaker conglomerate thrift operator producer publisher developer "
    "supplier distributor contractor lender brokerage broadcaster chain giant"
)
# What belongs to a body: told by its owner or place it has no name yet.
BODY_PARTS = words(
    "subsidiary affiliate unit division giant facility plant mill factory outlet branch parent"
)
# In a company's name, and what tells one body from another rather than what it does: "the rival company".
FIRMS = words("corp inc co ltd cos plc group industries holding holdings bancorp airline airlines bank")
NOT_DESCRIBING = words(
    "other same new old former latter rival target parent first second third whole combined"
)
# What somebody only hopes, asks or is asked: the headline keeps the word.
HOPING = words(
    "expect hope want wish seek try threaten offer propose consider like aim attempt ask urge invite press persuade "
    "encourage advise warn request recommend forecast project predict anticipate"
)
SAID_NOUNS = words(
    "declaration statement announcement report letter comment speech remark testimony decision ruling verdict edition "
    "interview briefing question answer proposal event"
)
EXPECTING = words("expect hope forecast predict foresee anticipate project envision await")
# Prepositions after which a verb in -ing has happened: "by signing", "after meeting".
HAVING_DONE = words("by after in since before upon following with while when besides")
# Prepositions after which a dated event noun is itself the dated happening.
AROUND = words(
    "after before since following until till despite amid amidst over about from to for against of by between because "
    "like including regarding concerning under with through throughout upon"
)
DURING = words("in at during on within")
# Verbs that look at a happening instead of making one: "condemned the 1979 invasion".
LOOKING = words(
    "note condemn criticise criticize recall remember mark commemorate celebrate discuss describe mention cite see "
    "support oppose regret deplore praise welcome applaud denounce blame witness study investigate examine review "
    "compare consider call deny follow precede survive win lose attend watch prompt cause trigger inspire spark "
    "end begin start analyse analyze detect notice observe cover include survey revisit lead"
)
# Of these, the ones that come after or tell of what they name, never make it: "reflecting the sale last year".
AFTERWARDS = words("reflect follow precede recall commemorate mark cite honor honour mourn regret")
# Verbs that tie what is told to an event: "costs associated with the buyout last June".
LINKING = words("associate relate connect link tie attribute stem result arise")
# Verbs that fix the day of their object: "scheduled a meeting for Monday", "called for a vote on Friday".
FIXING = words("schedule plan set slate call arrange propose expect")
# Of these, those that say that the object is to be held.
SCHEDULING = words("schedule plan slate arrange")
# The verb of a noun that is whose who did it: "the court ruled", "the court's ruling".
DEED_OF = {
    "ruling": "rule", "decision": "decide", "announcement": "announce", "agreement": "agree", "invasion": "invade",
    "proposal": "propose", "refusal": "refuse", "resignation": "resign", "withdrawal": "withdraw", "statement": "state",
    "purchase": "purchase", "acquisition": "acquire", "sale": "sell", "warning": "warn", "invitation": "invite",
    "recommendation": "recommend", "retaliation": "retaliate", "arrival": "arrive", "departure": "depart",
    "rejection": "reject", "approval": "approve", "denial": "deny", "threat": "threaten", "complaint": "complain",
    "investigation": "investigate", "suit": "sue", "lawsuit": "sue", "failure": "fail", "victory": "win",
}  # fmt: skip
# Nouns with which a text speaks of one happening in turn: "the attacks on two embassies ... the bombings".
IN_TURN = tuple(
    words(nouns)
    for nouns in (
        "attack bombing blast explosion",
        "crash accident wreck collision derailment",
        "earthquake quake tremor",
        "fire blaze",
        "agreement accord pact treaty deal",
        "election vote poll ballot",
        "strike walkout stoppage",
        "talks negotiation discussion",
        "takeover acquisition purchase buyout",
    )
)
# What a deal is called after it was told, and what it is by the verb that told it.
DEALS = words("transaction deal acquisition purchase takeover buyout merger sale")
DEALT = {
    "acquire": "acquisition", "buy": "purchase", "purchase": "purchase", "sell": "sale", "merge": "merger",
}  # fmt: skip
# A violent death, as nouns and verbs; and how any of them begins.
KILLINGS = words("slaying killing murder shooting assassination stabbing death")
KILLING = words("slay kill murder shoot assassinate stab gun")
KILLED = "sla(?:y|in)|slew|kill|murder|sho[ot]t|assassinat|stabb|gunned"
# What somebody says something in, and the verbs of its appearing: "in a letter published Wednesday".
WRITINGS = words(
    "letter memo note report editorial column article statement interview broadcast program programme e-mail email "
    "message dispatch sermon homily mass essay commentary manifesto communique post tweet filing ruling opinion study "
    "survey poll lawsuit suit complaint petition indictment motion brief affidavit testimony address video videotape tape recording"
)
PUBLISHING = words(
    "publish release issue complete conduct print air broadcast post date file deliver send unseal circulate distribute"
)
# Verbs of who made what an event noun tells: "the accord signed by Berg".
MAKING = words(
    "sign negotiate broker draft reach launch announce make commit stage issue publish release order call deliver propose "
    "write file carry mount approve pass adopt"
)
# Verbs of what is done in a contest: "won the 1990 election".
WINNING = words("win lose sweep contest")
# Verbs of what is held on a day: "attended a Sunday night service".
ATTENDING = words(
    "attend hold stage host organise organize give deliver address conduct join skip miss cancel"
)
# Verbs that keep somebody "from" a deed.
BARRING = words(
    "bar ban prohibit prevent stop keep block forbid exclude suspend restrain disqualify discourage enjoin"
)
# Verbs that pass judgement on their object: a date in full behind it is that of the object.
JUDGING = words("condemn denounce deplore regret criticise criticize praise welcome applaud protest mourn")
# Verbs whose object is a day: "picked Saturday", "set 10 May as the deadline".
CHOOSING = words(
    "pick choose select set fix name designate declare proclaim await remember like prefer approach enter face"
)
# Nouns that happen. Those made of a verb by -tion, -ment and their like are told by their ending as well.
EVENT_NOUNS = words(
    "abduction abolition accession accident accord acquisition address adoption advance agreement "
    "airlift airstrike alliance annexation anniversary announcement appointment armistice arrest arrival assassination "
    "assault attack ambush auction award ban bankruptcy battle birth blast blackout blockade bombardment bombing boycott "
    "breakdown breakup burial campaign capture ceasefire celebration ceremony championship clash closure coronation "
    "collapse collision commemoration completion conference confrontation congress conquest convention conviction coup "
    "crackdown crash creation crisis deadline deal death debate debut decision declaration default defeat defection delivery "
    "demise demolition demonstration departure deployment deportation derailment destruction detention devaluation "
    "disaster discovery dismissal dissolution division drill drought earthquake eclipse election embargo emergence "
    "epidemic eruption escape establishment evacuation event exchange execution exercise exercises exhibition expansion "
    "expedition explosion expulsion fair fall famine festival fight fighting fire flight flood founding foundation funeral "
    "genocide hearing hijacking hurricane impeachment imprisonment inauguration incident incursion independence "
    "insurgency interview intervention introduction invasion inquiry investigation joining journey keynote kidnapping "
    "killing landing launch liberation liftoff lockdown loss lull march marriage massacre match meeting merger mission "
    "mobilization mobilisation murder mutiny negotiation negotiations nomination occupation offensive opening operation "
    "outbreak overthrow pandemic parade partition penalty petition poll polls presentation privatization privatisation "
    "procession proclamation protest protests publication purchase purge putsch race raid rally ratification rebellion "
    "recall recession recognition referendum reform release removal renewal reopening resignation restoration "
    "restructuring retirement retreat return reunification reunion revolt revolution riot riots rise robbery ruling runoff run-off sale "
    "scandal secession seizure sentencing session shelling shooting siege signing sinking split spill stabbing storm "
    "strike strikes suicide summit surrender surgery suspension takeover talks tariff test tests tornado tour tournament "
    "transfer transition treaty trial trip truce tsunami typhoon unification unrest unveiling uprising vaccination verdict "
    "victory violence visit vote voyage walkout war warfare wedding wildfire withdrawal workshop pact truce protocol "
    "memorandum speech statement report letter memo briefing testimony edition slaying finding beheading looting buyout buy-out "
    "jailing hanging poisoning sacking"
)
EVENT_ENDINGS = ("ation", "ition", "ision", "usion", "ession", "uction", "ection", "ption", "xation")
# Nouns with such an ending that do not happen.
LASTING_NOUNS = words(
    "nation population station organisation organization administration location position situation condition "
    "generation corporation association foundation information communication edition tradition ration federation "
    "coalition relation relations legislation constitution section direction option faction collection institution "
    "television division region religion version opinion million billion mission session obligation application "
    "reputation ambition television aviation education transportation regulation delegation definition resolution "
    "publication exception description question function sanction sanctions caption"
)
LEGAL_NOUNS = words(
    "act law code constitution statute directive regulation resolution bill convention charter rule amendment article "
    "section deadline vintage model edition version season budget census fiscal class graduate album film movie novel "
    "book song figures data statistics forecast prices levels level rate rates standard"
)
# Adverbs that tie a sentence to its neighbours: a headline stands alone.
TYING_ADVERBS = words(
    "also however meanwhile then previously already recently lately originally formerly subsequently eventually later "
    "earlier now currently today still too again therefore thus nevertheless nonetheless moreover furthermore instead "
    "reportedly allegedly apparently finally first once soon just only ever even indeed similarly likewise actually "
    "initially presently shortly back so yet afterwards afterward thereafter tragically famously notably here there "
    "ago simultaneously perhaps probably possibly clearly quickly immediately suddenly early late rather "
    "particularly especially otherwise hence accordingly elsewhere"
)
# Adverbs that a line may not lose: without them it says more than its sentence.
HEDGES = words(
    "reportedly allegedly apparently supposedly purportedly probably possibly perhaps likely almost nearly about barely "
    "hardly scarcely partly partially largely tentatively conditionally unsuccessfully separately only roughly some "
    "approximately around"
)
# Nouns that mostly take up what was told before: "the plan" says nothing to whoever has not read of it.
POINTING = words(
    "plan proposal offer bid deal agreement transaction move purchase acquisition merger sale takeover decision ruling "
    "appointment procedure rule search case charge suit lawsuit negotiation study survey report project "
    "effect problem issue result idea operation tomb dispute matter stock share amount claim allegation request warning "
    "measure program programme facility plant property unit group company firm concern product change "
    "increase adjustment figure comparison discovery incident attack visit trip meeting letter document prospectus "
    "statement comment remark question lesson approach approval offering contract option buyout buy-out restructuring "
    "demand accord pact treaty law bill legislation convention system device area site building house store "
    "account position post job task two three four former latter other one"
)
# Nouns that say nothing without what they are of, in or for: "reduced its stake".
RELATIONAL = words("stake stakes holdings shareholding offer bid position role")
# Papers and words that say nothing without what is in them: "filed a brief".
CONTENT = words(
    "letter statement message fax brief petition legislation lawsuit suit complaint warrant poll request decision ruling "
    "communique material materials bill resolution motion appeal objection allegation accusation evidence"
)
# Verbs whose object is put somewhere, or for something: what follows it belongs to them.
PLACING = words(
    "put place lay set keep exchange trade swap protect prevent accuse charge blame rob deprive remind"
)
# Verbs that say little without where, what for or after what: "arrived", "was indicted".
LACKING = words(
    "arrive gather follow occur emerge rejoin indict charge accuse comply respond leave travel head return depart "
    "remain stay assemble publish issue complete file rescue"
)
# Words for people of whom "its" never speaks, and of whom "the man's" does not say who.
PERSONS = words(
    "man woman boy girl child victim suspect couple customer official analyst spokesman spokeswoman employee lawyer trader "
    "dealer reporter officer soldier student worker executive gunman driver pilot teenager youth priest"
)
# Posts in a company: "resigned as chairman" does not say of which.
# What somebody is for some years: "director of the museum (1957-63)".
HELD = words(
    "president vice-president minister premier secretary chancellor governor mayor senator deputy ambassador consul envoy king "
    "queen emperor sultan emir pope bishop archbishop judge director conductor professor lecturer teacher editor chairman "
    "chairwoman chair head leader chief commander captain coach manager member speaker treasurer curator"
)
POSTS = words("chairman chairwoman executive officer director")
# Verbs whose "shares" are somebody's: "bought 300 shares" does not say of what.
TRADING = words("buy purchase acquire sell tender")
VESSELS = words(
    "carrier ship destroyer frigate cruiser submarine yacht ferry tanker shuttle orbiter spacecraft satellite rocket plane "
    "airliner aircraft jet vessel boat hurricane storm"
)
NATURE = words(
    "earthquake quake storm hurricane cyclone typhoon tornado flood tsunami lightning meteorite disease virus drought"
)
EVIDENTIAL_ADVERBS = words("reportedly allegedly apparently supposedly purportedly")
EVIDENTIAL_NOUNS = words("report reports claim claims allegation allegations rumour rumours rumor rumors")
TITLES = words(
    "Prime Chief Deputy Foreign Interior Defence Defense Finance Vice Speaker Mayor Commander Officer Director Spokesman "
    "Spokeswoman Administrator Coach Attorney Sheriff Crown First Representative Congressman Congresswoman Commissioner "
    "Head Leader Sultan Sheikh Emperor Empress Ayatollah Rabbi Reverend Interim Acting Former Chairwoman Minister Kremlin "
    "Sergeant Army Police Executive "
    "Mr Mrs Ms Miss Dr Sir Lady Lord Prof Professor President Chancellor Senator Governor General Colonel Captain Major "
    "Minister Premier King Queen Prince Princess Pope Bishop Archbishop Cardinal Ambassador Secretary Chairman Judge Justice "
    "Admiral Marshal Lieutenant Sergeant Rep Sen Gov Gen Col Capt Lt Mr. Mrs. Ms. Dr. Gen. Sen. Rep. Gov. Col. Lt."
)
