"""Whose towns, leaders and firms: what else a headline names a country by.

General knowledge of a newspaper's last hundred years; a name of several words has hyphens for spaces.
"""

# country: towns and regions
TOWNS = """
Afghanistan: Kandahar Herat Jalalabad Kunduz Helmand Panjshir Mazar-i-Sharif Bagram
Argentina: Rosario Cordoba
Australia: Sydney Melbourne Brisbane Perth Adelaide Tasmania Queensland Victoria
Austria: Salzburg Graz
Bangladesh: Chittagong
Belgium: Antwerp Ghent Liege
Bosnia: Srebrenica Mostar
Brazil: Rio-de-Janeiro Rio Sao-Paulo Brumadinho Amazon
Canada: Toronto Montreal Vancouver Quebec Alberta Halifax Ontario
Chile: Santiago Valparaiso Atacama
China: Shanghai Wuhan Guangzhou Shenzhen Xinjiang Tibet Lhasa Nanjing Manchuria Mukden Sichuan Hong-Kong Tiananmen-Square
Colombia: Medellin Cali Cartagena Armero
Cuba: Bay-of-Pigs Guantanamo
Egypt: Alexandria Sinai Suez Luxor Port-Said Suez-Canal Sharm-el-Sheikh
France: Marseille Lyon Nice Versailles Cannes Strasbourg Calais Normandy Compiegne Corsica
Georgia: South-Ossetia Abkhazia Tskhinvali
Germany: Munich Hamburg Frankfurt Cologne Dresden Nuremberg Bavaria Leipzig Stuttgart Saxony Reichstag
Greece: Crete Thessaloniki Corfu
Haiti: Port-au-Prince
India: Mumbai Bombay Calcutta Kolkata Chennai Madras Bangalore Bhopal Goa Gujarat Punjab Kashmir Srinagar Amritsar Ayodhya
  Rajasthan Hyderabad Assam Kerala Tamil-Nadu Ladakh Galwan Pokhran Pathankot Ahmedabad Agra Pulwama
Indonesia: Bali Aceh Sumatra Java Sulawesi Bandung
Iran: Isfahan Shiraz Natanz Abadan Qom
Iraq: Basra Mosul Tikrit Fallujah Kirkuk
Ireland: Cork
Israel: Haifa Eilat Negev
Italy: Milan Naples Turin Genoa Venice Sicily Florence Bologna Vesuvius Palermo Lampedusa Sardinia
Japan: Osaka Kyoto Hiroshima Nagasaki Kobe Fukushima Okinawa Sapporo Kumamoto Nagano
Kenya: Nairobi Mombasa
Libya: Benghazi Sirte Misrata
Malaysia: Malaya Penang
Mexico: Mexico-City Tijuana Cancun Chiapas Guadalajara
Morocco: Casablanca Marrakesh
Myanmar: Rakhine Yangon Mandalay Naypyidaw
Netherlands: Amsterdam Rotterdam
New Zealand: Auckland Christchurch
Nigeria: Kano Biafra Chibok
Norway: Bergen Utoya
Pakistan: Karachi Lahore Peshawar Quetta Abbottabad Balochistan Sindh Chagai Balakot Rawalpindi Swat
Palestine: Gaza Hebron West-Bank
Philippines: Mindanao Marawi Leyte
Poland: Gdansk Cracow Krakow Katowice Wawel
Portugal: Porto Azores
Russia: Leningrad Grozny Chechnya Beslan Sochi Kursk Vladivostok Siberia Rostov-on-Don Smolensk Dagestan Kazan
South Africa: Johannesburg Cape-Town Soweto Durban Sharpeville Marikana
South Korea: Busan Gwangju Pusan Incheon Inchon
Spain: Barcelona Catalonia Catalan Seville Bilbao Basque Guernica Tenerife Valencia
Sri Lanka: Jaffna
Sudan: Darfur
Switzerland: Geneva Zurich Basel Lausanne Davos Locarno
Syria: Aleppo Homs Palmyra Raqqa Idlib Ghouta
Turkey: Istanbul Izmir Constantinople Gallipoli Lausanne
Ukraine: Kharkiv Odessa Mariupol Crimea Donetsk Luhansk Donbas Chernobyl Kherson Lviv Izium Bakhmut
United Arab Emirates: Dubai
United Kingdom: Scotland Wales Belfast Glasgow Edinburgh Manchester Liverpool Birmingham Lockerbie Ulster Oxford Cambridge
  Downing-Street Cardiff Northern-Ireland Leeds Scots Scottish Welsh Westminster Windsor Balmoral Wembley Wimbledon
United States: New-York Chicago Boston Los-Angeles San-Francisco Texas California Florida Alaska Hawaii Detroit Philadelphia
  Dallas Houston Alabama Montgomery Memphis Atlanta Louisiana New-Orleans Pearl-Harbor Pentagon White-House Wall-Street
  Hollywood Seattle Las-Vegas Oklahoma Wisconsin Pennsylvania Ohio Virginia New-Jersey Broadway Manhattan Capitol Miami
Vietnam: Saigon Hue Danang Da-Nang Dien-Bien-Phu
Yemen: Aden Hodeidah
"""
# country: those who have spoken for it
LEADERS = """
Afghanistan: Ghani Karzai Amanullah Najibullah
Algeria: Bouteflika Ben-Bella Boumediene
Argentina: Peron Galtieri Alfonsin Menem Kirchner Macri Milei
Armenia: Pashinyan Sargsyan
Australia: Whitlam Menzies Howard Gillard Albanese Turnbull
Austria: Dollfuss Kreisky Schuschnigg
Azerbaijan: Aliyev
Bangladesh: Hasina Mujibur-Rahman Khaleda-Zia Yunus
Belarus: Lukashenko Shushkevich
Brazil: Bolsonaro Lula Rousseff Vargas Cardoso Temer
Cambodia: Pol-Pot Sihanouk Hun-Sen
Canada: Trudeau Harper Mulroney Chretien Pearson Carney
Chile: Allende Pinochet Pinera Boric Bachelet
China: Xi-Jinping Xi Mao Mao-Zedong Zhou-Enlai Deng-Xiaoping Jiang-Zemin Hu-Jintao Li-Keqiang Wang-Yi Wen-Jiabao
Colombia: Uribe Santos Petro
Congo: Lumumba Mobutu Kabila
Cuba: Castro Batista
Czechoslovakia: Dubcek Havel Benes
Denmark: Frederiksen
East Germany: Honecker Ulbricht Krenz
Ecuador: Correa Mahuad Noboa
Egypt: Nasser Sadat Mubarak Morsi Sisi Farouk
Ethiopia: Haile-Selassie Mengistu Abiy
Finland: Niinisto Stubb Kekkonen
France: De-Gaulle Macron Mitterrand Chirac Sarkozy Hollande Pompidou Giscard Clemenceau Mendes-France Daladier Briand
Germany: Hitler Merkel Kohl Adenauer Brandt Scholz Schroeder Schmidt Bismarck Genscher Ribbentrop Merz Stresemann
Ghana: Nkrumah
Greece: Tsipras Mitsotakis Papandreou
Hungary: Orban Nagy Kadar
India: Nehru Gandhi Modi Vajpayee Shastri Jaishankar Singh Swaran-Singh Manmohan-Singh
Indonesia: Sukarno Suharto Widodo Prabowo
Iran: Khomeini Khamenei Rouhani Ahmadinejad Mossadegh Pahlavi Raisi Zarif Pezeshkian
Iraq: Saddam Saddam-Hussein Maliki
Israel: Netanyahu Rabin Begin Sharon Peres Ben-Gurion Golda-Meir Barak Olmert Dayan
Italy: Mussolini Berlusconi Meloni Andreotti Draghi Renzi
Japan: Hirohito Abe Koizumi Kishida Nakasone Tojo Ishiba
Jordan: King-Hussein
Kenya: Kenyatta Kibaki Ruto Odinga
Libya: Gaddafi
Malaysia: Mahathir Najib Anwar
Mexico: Cardenas Zedillo Salinas Fox Calderon Lopez-Obrador Sheinbaum Pena-Nieto
Myanmar: Aung-San-Suu-Kyi Suu-Kyi Ne-Win
North Korea: Kim-Jong-un Kim-Jong-Un Kim-Jong-il Kim-Il-sung Kim-Il-Sung
North Macedonia: Zaev
Pakistan: Sharif Musharraf Bhutto Imran-Khan Ayub-Khan Ayub Zia-ul-Haq Zia Jinnah Yahya-Khan Niazi Liaquat-Ali-Khan
Palestine: Arafat Abbas Haniyeh
Panama: Noriega Torrijos
Peru: Fujimori Belaunde Velasco Toledo Castillo
Philippines: Marcos Aquino Duterte Estrada Arroyo
Poland: Walesa Jaruzelski Kaczynski Gomulka Tusk Duda Pilsudski
Portugal: Salazar Caetano Soares
Rhodesia: Ian-Smith
Romania: Ceausescu Iliescu
Russia: Putin Yeltsin Medvedev Lavrov Shoigu Prigozhin Kerensky Primakov Stolypin
Rwanda: Kagame Habyarimana
Saudi Arabia: Ibn-Saud Faisal Mohammed-bin-Salman King-Salman
Serbia: Milosevic Vucic Kostunica
South Africa: Mandela de-Klerk De-Klerk Botha Mbeki Zuma Ramaphosa Malan Smuts Verwoerd
South Korea: Park-Chung-hee Kim-Dae-jung Yoon Syngman-Rhee Moon-Jae-in Lee-Jae-myung
Soviet Union: Stalin Lenin Khrushchev Brezhnev Gorbachev Gromyko Molotov Andropov Kosygin Trotsky Shevardnadze Chernenko
  Litvinov
Spain: Franco Suarez Zapatero Aznar Rajoy Sanchez
Sri Lanka: Jayewardene Rajapaksa Kumaratunga Bandaranaike
Sudan: Bashir al-Bashir
Sweden: Palme Kristersson Bernadotte
Syria: Assad al-Assad Sharaa
Taiwan: Chiang Chiang-Kai-shek Tsai-Ing-wen
Tunisia: Ben-Ali Bourguiba
Turkey: Erdogan Ataturk Inonu Ozal Menderes
Uganda: Amin Museveni Obote
Ukraine: Zelensky Poroshenko Yanukovych Kravchuk Yushchenko Tymoshenko Kuchma
United Kingdom: Churchill Thatcher Blair Attlee Macmillan Heath Cameron Theresa-May Truss Sunak Starmer Boris-Johnson
  Lloyd-George Chamberlain Callaghan Gordon-Brown John-Major Harold-Wilson Elizabeth Anthony-Eden Balfour Baldwin
United States: Roosevelt Truman Eisenhower Kennedy Nixon Reagan Carter Clinton Bush Obama Trump Biden Kissinger Blinken Kerry
  Woodrow-Wilson Coolidge Hoover Lyndon-Johnson Rumsfeld Dulles Rice Powell Baker Khalilzad Holbrooke Pompeo Rubio
Venezuela: Chavez Maduro
Vietnam: Ho-Chi-Minh Giap Diem
Yugoslavia: Tito
Zambia: Kaunda
Zimbabwe: Mugabe Mnangagwa Nkomo
"""
