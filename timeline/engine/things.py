"""What things, people and bodies in the news are called by one desk and by another: a line is one thing, or one kind."""

# One thing by several words, for whoever reads a line about it; most lines hold a kind and what is counted among it.
THINGS = """
troop troops soldier soldiers army forces force military garrison trooper paratroops paratroopers commandos commando marines
  infantry regiment battalion division brigade unit tanks column serviceman servicemen peacekeeper detachment legion
navy fleet squadron warships armada naval flotilla
aircraft plane airliner jet aeroplane airplane flight jumbo airbus boeing plane-load
warplane bomber fighter jet jets aircraft warplanes bombers fighters f-16 mig
helicopter chopper gunship
ship vessel liner steamer boat freighter ferry tanker cruiser destroyer warship submarine yacht trawler carrier frigate
  battleship container steamship dinghy
train railway rail express locomotive line tram metro underground subway
bus coach car vehicle truck lorry van motorcade convoy limousine
spacecraft probe craft lander rover satellite capsule orbiter shuttle space module spaceship rocket
astronaut cosmonaut crew taikonaut spaceman
missile rocket projectile warhead
bomb device explosive mine grenade bomber explosion
nuclear atomic atom hydrogen thermonuclear reactor
gun rifle pistol weapon arm arms
attacker gunman gunmen assassin killer shooter assailant extremist sniper
terrorist militant extremist insurgent jihadist
fighter rebel guerrilla insurgent militant militia partisan
hijacker pirate
bodyguard guard
thief robber burglar raider
protester demonstrator marcher crowd mob rioter activist
police policeman officer constable detective cop
president leader ruler head dictator strongman
premier minister prime-minister chancellor leader
king monarch sovereign queen emperor tsar shah kaiser crown throne monarchy
prince princess heir
pope pontiff cardinal vatican
parliament assembly congress legislature lawmaker lawmakers mps deputies senate house knesset duma bundestag lok-sabha
  legislators commons diet
government cabinet administration state ministry authorities regime ministers
court judge judges tribunal justice justices jury bench panel
supreme-court court
opposition dissident
party side movement
election vote poll polls ballot general presidential contest race
referendum plebiscite ballot vote
constitution charter statute
law bill act legislation statute decree ordinance
treaty agreement accord pact deal protocol convention compact declaration memorandum contract communique charter
ceasefire truce armistice cease-fire
peace reconciliation
war conflict hostilities fighting civil-war
sanctions embargo restriction penalty blockade
tariff duty duties levy trade
alliance bloc union pact league
membership accession admission member
independence sovereignty sovereign autonomy self-rule secession independent breakaway
territory colony land region province
border frontier boundary line
island archipelago isle islands
ambassador envoy diplomat representative emissary
diplomatic ties relations links
embassy mission consulate
hostage captive prisoner detainee pow
prison jail gaol cell penitentiary custody
protest demonstration rally march uprising unrest
strike walkout stoppage
coup putsch takeover
company firm group corporation maker business concern giant unit subsidiary rival operator manufacturer carmaker
bank lender creditor insurer brokerage
shares stock stake equity share
shareholder investor owner
boss chief executive chairman head founder director ceo chief-executive president
currency peso baht pound rouble ruble dollar euro lira franc yen money coin banknote note
rate interest base-rate
market exchange index bourse stock
debt bond loan credit bailout
bankruptcy insolvency administration protection
oil crude petroleum barrel opec output
gas pipeline lng
mine pit colliery coal miner miners
factory plant works mill
power electricity energy grid blackout
dam reservoir barrage hydroelectric
bridge viaduct span
tower block building skyscraper flats house
motorway road highway street
airport airfield airbase runway
port harbour dock quay
river canal waterway strait channel
church cathedral mosque temple shrine
museum gallery
painting picture canvas masterpiece portrait artwork art
school pupils schoolchildren pupil students classroom college university campus
hotel inn resort
hospital clinic ward
earthquake quake tremor tsunami wave waves
volcano eruption mudflow crater
hurricane storm cyclone typhoon tornado
flood deluge floodwater
landslide avalanche mudslide slide
fire blaze inferno flame flames
wounded injured hurt
dead victim victims death killed corpse toll
people person men women man woman passenger passengers resident inhabitant civilian
child children boy girl youth pupil
virus disease pandemic epidemic illness outbreak infection
vaccine jab shot inoculation
drug medicine treatment cure
transplant operation surgery surgeon surgeons heart
scientist researcher physicist chemist astronomer geneticist biologist expert scholar academic bacteriologist
particle boson
gene dna genome helix
planet moon lunar mars titan
stars galaxy black-hole
film movie picture feature drama
song album record single music
book novel memoir work
writer author novelist poet laureate
singer musician band group star
ballet opera play performance theatre
prize award medal trophy honour nobel oscar
title championship crown cup trophy
final match game contest bout fight round
team side squad eleven
striker footballer player goalkeeper captain
goal score
football soccer world-cup
cricket test-match wicket
championship league tournament olympics olympic games
race sprint marathon metres run
boxer heavyweight
climber mountaineer expedition explorer party
summit peak mountain
pole antarctic polar
spy agent intelligence espionage
secret classified leaked
newspaper daily paper journal magazine
broadcaster television tv radio channel
website site platform network service app messaging
phone smartphone mobile handset iphone
computer software chip
internet web online
carbon emission emissions greenhouse climate warming
border-guard guard
refugee migrant asylum-seeker
church catholic christian bishop archbishop
muslim islamic islam
jew jewish
black african segregation apartheid racial race
worker labourer employee miner staff job jobs
union trade-union labour
farmer peasant
budget spending finance
tax duty levy
abortion termination
slavery slave
marriage wedding
funeral burial
"""
# Bodies by their acronym.
ACRONYMS = """
UN: United Nations
EU: European Union
EEC: European Economic Community
EC: European Community
NATO: North Atlantic Treaty Organization; North Atlantic Treaty Organisation; Atlantic Alliance
WHO: World Health Organization; World Health Organisation
WTO: World Trade Organization; World Trade Organisation
IMF: International Monetary Fund
ECB: European Central Bank
ICC: International Criminal Court
ICJ: International Court of Justice; World Court
IAEA: International Atomic Energy Agency
IOC: International Olympic Committee
OPEC: Organization of the Petroleum Exporting Countries
OAS: Organization of American States
AU: African Union
ANC: African National Congress
PLO: Palestine Liberation Organization; Palestine Liberation Organisation
IRA: Irish Republican Army
ETA: Basque separatists
LTTE: Tamil Tigers; Liberation Tigers of Tamil Eelam
CIA: Central Intelligence Agency
FBI: Federal Bureau of Investigation
KGB: Soviet secret police
SEC: Securities and Exchange Commission
EPA: Environmental Protection Agency
FAA: Federal Aviation Administration
NASA: American space agency; US space agency
ESA: European Space Agency
ISRO: Indian Space Research Organisation; Indian space agency
JAXA: Japanese space agency
CERN: European Organization for Nuclear Research
BBC: British Broadcasting Corporation
BP: British Petroleum
GM: General Motors
GE: General Electric
IBM: International Business Machines
ISIS: Islamic State; ISIL; IS; Daesh
FARC: Revolutionary Armed Forces of Colombia
PKK: Kurdistan Workers' Party
BJP: Bharatiya Janata Party
CDU: Christian Democratic Union; Christian Democrats
SPD: Social Democratic Party
FIFA: world football's governing body
UEFA: European football's governing body
SCO: Shanghai Cooperation Organisation
ASEAN: Association of Southeast Asian Nations
BRICS: BRICS
AIG: American International Group
TEPCO: Tokyo Electric Power
CNPC: China National Petroleum
DNA: deoxyribonucleic acid
GDR: East Germany; German Democratic Republic
FRG: West Germany
Fed: Federal Reserve
GOP: Republican Party; Republicans
Tory: Conservative Party; Conservatives; Tories
Labour: Labour Party
Nobel: Nobel Prize; Swedish Academy; Nobel committee
Wall Street: New York Stock Exchange; Dow Jones
Scotland Yard: Metropolitan Police
White House: Capitol Hill
"""
