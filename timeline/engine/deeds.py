"""What happens in the news, and the words it is told in: verbs by their lemma, nouns, and verbs with their particle.

A word that can mean several deeds stands with each. Words that share a stem need standing once.
"""

from __future__ import annotations

# deed: its words
DEEDS = """
leave: leave withdraw withdrawal depart departure exit quit evacuate evacuation pull_out pull_back pullout pull-out retreat
  abandon vacate set_off set_out go_home decamp disengage
flee: flee escape flight run_away break_out abscond exile defect defection go_into
arrive: arrive arrival reach come get_to dock
enter: enter march roll_into cross move_into advance incursion storm break_into burst_into penetrate entry intervene
  intervention
return: return come_back go_back repatriate repatriation bring_back homecoming go_home
visit: visit travel trip tour journey fly go host receive pilgrimage call_on pay
resign: resign resignation step_down stand_down step_aside stand_aside bow_out quit abdicate abdication retire retirement
  relinquish renounce give_up leave vacate go hand_over stand_off
dismiss: dismiss dismissal sack fire remove removal oust ouster axe relieve recall strip suspend force_out drop purge demote
  expel replace
overthrow: overthrow depose oust ouster topple unseat coup putsch revolt revolution seize_power bring_down drive_from
  dethrone remove removal takeover mutiny uprising dislodge seize force_out drive take_power take_over
impeach: impeach impeachment vote_out no-confidence
appoint: appoint appointment name nominate nomination pick choose select designate install promote tap hire
swear-in: swear_in swear sworn inaugurate inauguration take_office oath investiture become crown coronation enthrone
  succeed accede install take_over
elect: elect election vote choose win victory poll polls ballot landslide re-elect reelect re-election triumph
  defeat become majority
run-for: run stand candidacy campaign declare bid nominate
refer: referendum vote plebiscite ballot choose back approve reject
kill: kill killing die death dead murder assassinate assassination slay slaying massacre slaughter execute execution hang
  behead lynch perish gun_down shoot_dead fatal drown claim life lose butcher genocide poison stab strangle starve
die: die death pass_away perish succumb dead suicide drown expire lose
execute: execute execution hang hanging behead guillotine electrocute firing_squad put_to_death lethal_injection shoot
bury: bury burial funeral inter entomb mourner cremate cremation lay_to_rest
wound: wound injure hurt maim injury harm attack shoot stab
shoot: shoot shooting gun_down open_fire fire shot gunman gunmen bullet massacre
stab: stab stabbing knife
bomb: bomb bombing airstrike air_strike air_raid raid bombard bombardment shell shelling missile rocket drone pound attack
  strike hit blitz
explode: explode explosion blast blow_up detonate detonation go_off set_off bomb bombing bomber rip blow tear blow_apart
  break_apart break_up disintegrate
attack: attack assault raid strike hit storm ambush fire onslaught offensive target launch open_fire bombing bomb
invade: invade invasion march_into cross attack war send launch_war roll_into move_into pour_into land occupy operation
  offensive assault incursion
land-troops: land landing come_ashore wade disembark beachhead
occupy: occupy occupation capture seize take conquer conquest overrun fall take_control control annex march_into enter move_into
  retake recapture liberate liberation reconquer
annex: annex annexation absorb incorporate proclaim declare union anschluss sovereignty sign_away
surrender: surrender capitulate capitulation lay_down give_up yield give_in hand_over submit
defeat: defeat beat win victory rout overcome annihilate destroy crush trounce thrash vanquish knock_out overwhelm lose
  conquer wipe_out repel repulse edge thump hammer eliminate outclass triumph sink
fight: fight battle clash skirmish firefight combat fighting brawl exchange_fire confront confrontation
besiege: besiege siege surround encircle blockade quarantine cordon
declare-war: declare enter war
begin: begin start launch open beginning opening inaugurate commence kick_off get_under onset outbreak embark initiate set_out
  break_out go_into
end: end finish close conclude stop halt complete completion conclusion cease expire wind_up wrap_up call_off come_to
  break_up final
complete: complete completion finalise finalize close finish conclude seal
cancel: cancel cancellation call_off scrap abandon drop shelve axe walk_away terminate pull_out abort
postpone: postpone delay put_off defer reschedule adjourn postponement
lift: lift end remove ease relax scrap waive abolish removal rescind repeal
revoke: revoke revocation scrap strip abrogate abrogation repeal cancel annul nullify rescind overturn strike_down quash
  invalidate abolish abolition void tear_up withdraw denounce renounce outlaw demonetise
impose: impose imposition introduce slap levy sanction sanctions tariff embargo penalty curfew clamp
ban: ban outlaw prohibit prohibition bar forbid block censor disallow
suspend: suspend suspension freeze halt stop break_off cut_off pause moratorium interrupt discontinue
break-off: break_off sever cut rupture suspend recall break_with cut_off expel
restore: restore restoration resume resumption reopen reopening normalise normalize re-establish renew revive reinstate
  mend repair restart
sign: sign signing agree agreement accord treaty pact contract deal conclude reach settle settlement convention declaration
  memorandum protocol compact ink seal initial strike_deal charter ratify clinch hammer_out enter_into reconcile
  communique armistice undersign accept
agree: agree agreement accord reach strike accept settle deal pact pledge settlement consent concede compromise commit
  broker give_in
buy: buy purchase order contract acquire acquisition deal bid takeover take_over snap_up procure procurement buyout
  buy-out agree swallow
sell: sell sale dispose divest hand_over export offload auction supply
deliver: deliver delivery hand_over supply receive commission ship transfer shipment arrive handover take_delivery induct
merge: merge merger combine tie-up fuse fusion unite amalgamate join_forces takeover
meet: meet meeting talk talks summit confer conference dine hold_talks host receive negotiate negotiation sit_down
  encounter dinner discussion
negotiate: negotiate negotiation talks talk bargain mediate mediation parley
offer: offer bid propose proposal tender table float put_forward suggest
accept: accept acceptance agree take_up endorse back welcome
reject: reject rejection refuse refusal decline veto turn_down rebuff spurn throw_out vote_down oppose dismiss block
  vote_against rule_out say_no shun no
approve: pass approve approval adopt adoption ratify ratification enact endorse clear back vote_for green-light sanction
  authorise authorize okay passage endorsement
recognise: recognise recognize recognition acknowledge
independence: independence independent secede secession break_away split declare proclaim become gain free nationhood
  sovereign breakaway separation republic
split: split divide break_up dissolve dissolution partition part separate separation disintegrate secession cease
unite: unite reunite reunification unification union merge
join: join admit accede accession enter member membership admission become adhere
quit-body: leave quit withdraw withdrawal pull_out exit
found: found establish create founding foundation establishment creation form formation set_up launch constitute build
reform: reform change amend amendment overhaul rewrite
discover: discover discovery find uncover unearth detect detection spot identify locate come_upon sight observe isolate
  confirm see notice sequence
announce: announce say declare announcement tell report reveal unveil disclose disclosure confirm proclaim state
reveal: reveal disclose expose leak publish admit uncover disclosure leak revelation own_up confess
admit: admit confess acknowledge concede confession own_up apologise apologize apology
publish: publish publication print release issue bring_out appear
introduce: introduce unveil launch present release put_on_sale roll_out reveal show premiere debut bring_out put_on go_on
arrest: arrest detain detention hold capture seize take_into pick_up round_up custody apprehend catch imprison intern
charge: charge indict accuse indictment arraign sue prosecute accusation impeach
try: try trial court-martial appear stand_trial
convict: convict conviction guilty verdict find_guilty sentence rule
sentence: sentence jail imprison condemn life_term prison sentencing
acquit: acquit acquittal clear not_guilty exonerate overturn quash
free: free release liberate liberation let_go walk_free parole bail pardon amnesty freed rescue set_free hand_over swap
pardon: pardon amnesty clemency reprieve commute forgive
rule: rule ruling find judge judgment judgement order uphold overturn strike_down decide decision verdict award
sue: sue lawsuit suit court litigation take_to
order: order decree command instruct direct ordinance
extradite: extradite extradition hand_over deport
deport: expel expulsion deport deportation throw_out kick_out send_home
kidnap: kidnap kidnapping abduct abduction take_hostage hostage seize snatch capture
hijack: hijack hijacking seize commandeer hijacker
steal: steal robbery rob theft heist burgle loot break_in make_off thief thieves walk_out raid lose snatch plunder burglary
crash: crash accident come_down plunge collide collision smash derail derailment plough hit ditch overturn slam wreck
  run_into go_down wreckage
sink: sink sinking torpedo capsize go_down founder drown shipwreck lose scuttle wreck
run-aground: run_aground ground grounding strand wedge beach aground hit
shoot-down: shoot_down down bring_down shoot destroy intercept blow_up
quake: quake earthquake tremor tsunami aftershock shake jolt strike hit rock destroy devastate
erupt: erupt eruption volcano volcanic mudflow bury lava
storm: storm hurricane cyclone typhoon tornado strike hit devastate batter lash landfall sweep ravage
flood: flood flooding inundate inundation burst dam breach deluge wave wash_away submerge swamp swept
slide: landslide avalanche mudslide slide bury tip
burn: burn fire blaze burn_down set_fire gut flame engulf catch_fire inferno wildfire arson torch ablaze
destroy: destroy destruction wreck devastate flatten raze demolish demolition ruin level gut wipe_out damage ravage
  blow_up pull_down knock_down tear_down obliterate
collapse: collapse fall fall_down cave_in give_way crumble burst fail topple breach
leak: leak spill escape release gush pour seep
meltdown: meltdown explode explosion reactor radiation
outbreak: outbreak epidemic spread infect infection pandemic virus contract
bankrupt: bankrupt bankruptcy go_bankrupt collapse insolvency insolvent administration receivership creditor protection
  file fail fold go_under default liquidation wind_up
bail-out: bail_out bailout rescue bail-out lend loan aid save prop_up
default: default suspend moratorium miss stop_paying repudiate
devalue: devalue devaluation float drop_peg depreciate unpeg weaken
market-fall: plunge fall crash slump tumble plummet lose drop crash collapse slide sink suffer dive wipe_off
market-rise: rise rally soar jump climb surge top rocket gain record
raise: raise increase lift put_up hike up boost rise
cut: cut reduce slash lower trim lop reduction decrease cutback slim
nationalise: nationalise nationalize nationalisation nationalization expropriate expropriation take_over confiscate take_control
  seize control
privatise: privatise privatize privatisation privatization sell float flotation
list: list float flotation debut ipo go_public offering
strike-work: strike walk_out walkout stoppage down_tools stop_work industrial_action
lay-off: lay_off sack job_cuts redundancy cut shed axe
protest: protest demonstrate demonstration rally march riot uprising unrest gather revolt picket protester demonstrator crowd
  sit-in jeer boo
riot: riot unrest loot rampage clash disorder violence
crack-down: crack_down crackdown clear disperse crush suppress put_down quell fire_on break_up shoot kill massacre
rebel: rebel rebellion revolt uprising mutiny insurrection rise_up rise revolution
cease-fire: ceasefire truce cease-fire armistice stop cease end lay_down silence hostilities peace firing
test: test tests detonate explode trial carry_out exercise fire experiment
launch-craft: launch lift_off liftoff lift-off blast_off fly orbit send space put_into take_off go_up soar carry rocket
land-craft: land landing touch_down touchdown splash_down splashdown set_down come_down descend reach soft-land arrive step walk
orbit: orbit enter circle fly_past space
walk: walk step set_foot stroll spacewalk
cross: cross flight fly crossing traverse complete swim sail circumnavigate
climb: climb scale summit ascent conquer reach ascend
reach: reach arrive get_to win_race
fire-missile: fire launch missile shoot rocket test
deploy: deploy send dispatch move deployment mobilise mobilize mobilisation station rush order fly
pull-troops: withdraw withdrawal pull_out pull_back leave exit go_home retreat
exercise: exercise exercises drill drills manoeuvre manoeuvres maneuvers practise war_games
arm: arm supply deliver ship sell equip
win-prize: award win prize receive honour medal nobel oscar take_home scoop pick_up collect
win-title: win take_title crown champion championship title victory lift_trophy beat final gold triumph regain retain capture
  claim take
lose: lose loss defeat fall crash_out
score: score goal net put_ahead hat-trick
set-record: record break set beat smash
draw: draw tie hold stalemate
host: host award choose stage hold
hold-event: hold open stage celebrate mark gather begin
perform: perform play sing premiere concert appear stage debut act
transplant: transplant operate operation surgery surgeon implant give_heart
born: born birth give_birth deliver
marry: marry wed wedding marriage tie_knot
divorce: divorce separate split part
clone: clone cloning breed
honour: honour award knight decorate confer
designate: designate designation list blacklist brand place name label add
warn: warn warning threaten threat ultimatum caution vow
condemn: condemn condemnation criticise criticize denounce deplore blame accuse slam decry complain protest
praise: praise welcome hail applaud commend congratulate thank
mourn: mourn commemorate tribute grieve remember vigil memorial
deny: deny denial reject dismiss refute
demand: demand call_for urge ask appeal request press seek insist
promise: promise pledge vow undertake commit assure reassure assurance guarantee
investigate: investigate investigation inquiry probe examine question interrogate search inspect
address: address speak speech broadcast talk tell lecture statement interview appear explain
apologise: apologise apologize apology regret sorry
build: build construct construction erect lay start_building
open: open opening inaugurate unveil commission open_doors
close: close shut closure shut_down close_down seal switch_off
block: block blockade obstruct close seal bar jam
return-land: return hand_over handover hand_back transfer cede give_back give cession
rescue: rescue save bring_out pull_out bring_up airlift pluck free retrieve haul recover surface
search: search hunt look_for scour
vanish: disappear vanish go_missing lose_contact missing
find-wreck: find recover locate retrieve
meddle: hack hacking breach steal leak intrude
send-off: send_off expel dismiss eject
abolish: abolish abolition scrap end outlaw emancipate
censor: censor ban seize suppress
segregation: segregate desegregate integrate admit
legalise: legalise legalize legal decriminalise allow permit
eradicate: eradicate eradication wipe_out free stamp_out
evacuate: evacuate evacuation airlift clear move_out flee
mobilise: mobilise mobilize call_up conscript draft mobilisation
emergency: emergency martial_law curfew declare impose proclaim
dissolve: dissolve dissolution suspend disband call_election call shut_down
call-vote: call announce snap
succeed: succeed replace take_over become follow
give: give donate grant pledge hand contribute award
pay: pay compensate compensation fine settle settlement
fine: fine penalty penalise order_to_pay
spy: spy espionage bug eavesdrop wiretap tap
poison: poison poisoning nerve_agent
assign: broker mediate sponsor
boycott: boycott stay_away shun skip
march: march walk procession
go-to-war: war fight declare
"""
# Deeds that often are two sides of one happening, or its doing and what comes of it.
KIN = """
kill: die shoot bomb explode attack crash quake storm flood slide burn erupt collapse crack-down stab sink execute fight poison leak
  outbreak shoot-down wound
die: crash sink explode poison
wound: shoot attack stab explode bomb
shoot: attack crack-down execute
attack: bomb explode invade fight shoot destroy kidnap enter shoot-down fire-missile
bomb: destroy explode invade fire-missile
invade: enter occupy land-troops go-to-war deploy begin
occupy: surrender defeat enter leave annex
defeat: surrender destroy sink win-title elect lose end fight
crack-down: protest
overthrow: resign flee dismiss occupy arrest leave enter
resign: leave flee announce swear-in succeed
dismiss: impeach resign revoke
elect: swear-in appoint refer win-title defeat host
appoint: swear-in elect host
sign: end agree buy cease-fire found return-land annex restore assign abolish complete approve announce meet
agree: buy sell merge cease-fire restore accept announce assign approve end promise
buy: sell deliver merge return-land announce nationalise
deliver: return-land complete arm open
merge: announce found
announce: introduce discover resign promise reveal order impose revoke publish call-vote
meet: visit negotiate address
visit: arrive return
begin: open exercise launch-craft build bomb go-to-war
end: leave cancel cease-fire close abolish pull-troops
complete: leave pull-troops end join
leave: pull-troops flee evacuate free quit-body
independence: split found declare-war refer recognise join
split: found end
join: approve begin unite
refer: reject approve elect leave
reject: rule revoke
revoke: rule reject lift cut dissolve
rule: convict sentence acquit ban abolish
convict: sentence
arrest: kidnap occupy
free: rescue return pardon leave
crash: explode shoot-down burn sink
sink: explode bomb attack
quake: flood destroy
storm: flood destroy
flood: collapse destroy slide
burn: explode destroy
explode: destroy collapse sink meltdown test leak
erupt: slide destroy
launch-craft: orbit cross walk
land-craft: reach orbit walk
run-aground: block leak close
bankrupt: collapse default bail-out close
market-fall: devalue
discover: publish announce reveal
introduce: open publish perform
win-prize: honour
win-title: score defeat set-record
steal: kidnap meddle
block: besiege close
suspend: break-off end revoke
impose: ban designate besiege cut
test: explode fire-missile
exercise: begin
emergency: suspend
transplant: give
"""
# Deeds that one and the same happening cannot be.
AGAINST = """
begin: end complete cancel
open: close
arrive: leave
enter: leave pull-troops
return: leave flee
join: quit-body leave
impose: lift
ban: lift legalise
arrest: free acquit
kidnap: free rescue
convict: acquit
sentence: free pardon
sign: reject break-off cancel
agree: reject cancel
offer: complete reject accept sign
accept: reject
approve: reject revoke
appoint: dismiss resign
swear-in: resign bury die elect run-for
elect: resign bury
born: die bury
die: bury mourn
kill: bury mourn condemn
marry: divorce bury
raise: cut
market-fall: market-rise
found: dissolve close
unite: split
restore: break-off suspend
win-title: lose draw
launch-craft: land-craft
deploy: pull-troops
charge: convict acquit sentence
arrest: sentence
cease-fire: attack bomb invade
surrender: attack
independence: recognise
demand: sign
legalise: ban
build: destroy
search: find-wreck
"""
# Whoever does one of these tells, judges or wants what another has done or may do.
COMMENTING = frozenset("warn condemn praise mourn deny demand promise investigate address apologise".split())
