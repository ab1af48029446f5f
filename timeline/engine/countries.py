"""Countries by the words headlines use for them: the name, the capital that stands for its government, the people.

Facts as of the years a newspaper of the last century or this one may tell of; a capital that has stood for two states
(Moscow) names both.
"""

# name: other words, each one word (a hyphen stands for a space)
COUNTRIES = """
Afghanistan: Afghan Kabul
Albania: Albanian Tirana
Algeria: Algerian Algiers
Angola: Angolan Luanda
Argentina: Argentine Argentinian Buenos-Aires
Armenia: Armenian Yerevan
Australia: Australian Canberra
Austria: Austrian Vienna
Azerbaijan: Azerbaijani Azeri Baku
Bahrain: Bahraini Manama
Bangladesh: Bangladeshi Dhaka
Belarus: Belarusian Minsk
Belgium: Belgian
Bolivia: Bolivian
Bosnia: Bosnian Sarajevo
Brazil: Brazilian Brasilia
Bulgaria: Bulgarian Sofia
Cambodia: Cambodian Phnom-Penh
Canada: Canadian Ottawa
Chile: Chilean Santiago
China: Chinese Beijing Peking
Colombia: Colombian Bogota
Congo: Congolese Kinshasa Zaire
Croatia: Croatian Croat Zagreb
Cuba: Cuban Havana
Cyprus: Cypriot Nicosia
Czechoslovakia: Czech Czechoslovak Prague
Denmark: Danish Copenhagen
East Germany: East-German East-Berlin
Ecuador: Ecuadorean Quito
Egypt: Egyptian Cairo
Eritrea: Eritrean Asmara
Estonia: Estonian Tallinn
Ethiopia: Ethiopian Addis-Ababa
Finland: Finnish Helsinki
France: French Paris
Georgia: Georgian Tbilisi
Germany: German Berlin Bonn West-Germany West-German
Ghana: Ghanaian Accra
Greece: Greek Athens
Haiti: Haitian
Hungary: Hungarian Budapest
Iceland: Icelandic Reykjavik
India: Indian Delhi New-Delhi
Indonesia: Indonesian Jakarta
Iran: Iranian Tehran Persia Persian
Iraq: Iraqi Baghdad
Ireland: Irish Dublin
Israel: Israeli Jerusalem Tel-Aviv
Italy: Italian Rome
Japan: Japanese Tokyo
Jordan: Jordanian Amman
Kazakhstan: Kazakh Astana
Kenya: Kenyan Nairobi
Kosovo: Kosovar Pristina
Kuwait: Kuwaiti
Kyrgyzstan: Kyrgyz Bishkek
Laos: Laotian Vientiane
Latvia: Latvian Riga
Lebanon: Lebanese Beirut
Libya: Libyan Tripoli
Lithuania: Lithuanian Vilnius
Malaysia: Malaysian Kuala-Lumpur
Mexico: Mexican
Moldova: Moldovan Chisinau
Mongolia: Mongolian
Morocco: Moroccan Rabat
Mozambique: Mozambican Maputo
Myanmar: Burmese Burma Rangoon
Nepal: Nepalese Nepali Kathmandu
Netherlands: Dutch Hague
New Zealand: Wellington
Nicaragua: Nicaraguan Managua
Nigeria: Nigerian Lagos Abuja
North Korea: North-Korean Pyongyang
Norway: Norwegian Oslo
Oman: Omani Muscat
Pakistan: Pakistani Islamabad Rawalpindi
Palestine: Palestinian Ramallah
Panama: Panamanian
Peru: Peruvian Lima
Philippines: Philippine Filipino Manila
Poland: Polish Warsaw
Portugal: Portuguese Lisbon
Qatar: Qatari Doha
Rhodesia: Rhodesian Salisbury
Romania: Romanian Bucharest
Russia: Russian Moscow Kremlin St-Petersburg
Rwanda: Rwandan Kigali
Saudi Arabia: Saudi Riyadh
Serbia: Serbian Serb Belgrade
Singapore: Singaporean
Slovakia: Slovak Bratislava
Slovenia: Slovenian Ljubljana
Somalia: Somali Mogadishu
South Africa: South-African Pretoria
South Korea: South-Korean Korea Korean Seoul
Soviet Union: Soviet USSR Moscow Kremlin
Spain: Spanish Madrid
Sri Lanka: Sri-Lankan Colombo Ceylon
Sudan: Sudanese Khartoum
Sweden: Swedish Stockholm
Switzerland: Swiss Bern
Syria: Syrian Damascus
Taiwan: Taiwanese Taipei
Tajikistan: Tajik Dushanbe
Tanzania: Tanzanian Dar-es-Salaam
Thailand: Thai Bangkok
Tunisia: Tunisian Tunis
Turkey: Turkish Turk Ankara
Turkmenistan: Turkmen Ashgabat
Uganda: Ugandan Kampala
Ukraine: Ukrainian Kyiv Kiev
United Arab Emirates: UAE Emirati Emirates Abu-Dhabi
United Kingdom: UK Britain British Briton London England
United States: US USA American America Washington
Uruguay: Uruguayan
Uzbekistan: Uzbek Tashkent
Venezuela: Venezuelan Caracas
Vietnam: Vietnamese Hanoi
Yemen: Yemeni Sanaa
Yugoslavia: Yugoslav Belgrade
Zambia: Zambian Lusaka
Zimbabwe: Zimbabwean Harare
"""

_NAMED: dict[str, set[str]] = {}
for _line in COUNTRIES.strip().splitlines():
    _country, _, _others = _line.partition(":")
    for _name in (_country, *_others.split()):
        _NAMED.setdefault(_name.replace("-", " "), set()).add(_country)

# A country's word, as headlines write it; the longest there is: "South Koreans", not "Koreans".
COUNTRY = rf"(?:{'|'.join(sorted(_NAMED, key=len, reverse=True))})s?\b"


def countries_named(word: str) -> set[str]:
    """
    >>> sorted(countries_named("Moscow")), countries_named("Turks"), countries_named("the")
    (['Russia', 'Soviet Union'], {'Turkey'}, set())
    """
    return _NAMED.get(word) or _NAMED.get(word.removesuffix("s"), set())
