"""The rules of this dashboard in plain Dutch, for the method page. What depends on a figure comes from the catalog."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from answers import data, format
from indicators import catalog, design_effect, parameters, uncertainty
from loaders.sources import leefbaarometer
from loaders.store import Store
from loaders.vocabulary import STATUSES

# Anchor, question, answer. Each answer is a rule that the code holds to.
RULES: tuple[tuple[str, str, str], ...] = (
    (
        "brieven",
        "Waar komt dit dashboard vandaan?",
        "Aanleiding zijn twee stukken van Sociaal Werk Nederland, de branchevereniging van sociaalwerkorganisaties: "
        "een brief aan de Kamercommissie voor Sociale Zaken en Werkgelegenheid (2 maart 2020) en een stuk voor de "
        "verkiezingsprogramma's (2020). Daarin staat het voorstel voor een Deltaplan Sociale Wijken. Sociaal Werk "
        "Nederland heeft belang bij dat voorstel. Dit dashboard neemt geen standpunt in: het laat zien wat open "
        "cijfers wel en niet zeggen, ook waar dat niet bij het voorstel past.",
    ),
    (
        "jaren",
        "Van welk jaar is een cijfer?",
        "Bij elk cijfer staat het jaar. Zonder keuze ziet u het nieuwste jaar waarin het cijfer er is voor ten minste "
        "de helft van de gebieden die het ooit hadden: een eerste uitgave van CBS is vaak nog bijna leeg. Gemeente en "
        "Nederland ernaast zijn altijd van hetzelfde jaar. Lukt dat niet, dan staat het jaar bij elke waarde.",
    ),
    (
        "afronden",
        "Hoe precies zijn de cijfers?",
        "CBS rondt aantallen af op 5, 10 of 100. Een getoonde 0 kan 1 of 2 zijn, en delen tellen niet precies op tot "
        "het geheel. In de marge rekenen wij met een halve stap naar boven en beneden. Uit onze toetsing blijkt dat "
        "CBS niet altijd op het dichtstbijzijnde vijftal afrondt: het verschil kan tot 4 zijn. Een aantal dat wij uit "
        "een percentage uitrekenen heet “ongeveer” en is afgerond: het percentage gaat niet altijd over precies "
        "dezelfde groep. Bij kleine aantallen schommelt een cijfer door toeval.",
    ),
    (
        "marge",
        "Wat is de marge achter een cijfer?",
        "Bij aandelen en bij cijfers per 1.000 staat een marge van {marge_zekerheid}%. Die laat zien hoeveel het "
        "cijfer door toeval en afronding kan verschillen: was alles verder gelijk, dan had er ook een iets ander "
        "aantal kunnen staan. CBS en politie tellen iedereen. Het is geen steekproef, en de marge is dus geen "
        "steekproeffout. Voor aandelen gebruiken we de methode van Wilson; telt een aandeel minder dan "
        "{exact_aandeel_onder} mensen of huishoudens wel of niet, dan de exacte methode van Clopper en Pearson, die eerder "
        "te ruim is dan te krap. Voor cijfers per 1.000 gebruiken we de methode van Byar, en "
        "onder een telling van {exact_onder} de exacte Poissonverdeling. Een afgerond aantal kan een halve stap lager "
        "of hoger zijn; een gepubliceerd percentage een half cijfer achter de komma. Dat zit in de marge. De noemer is "
        "bij inkomenscijfers een benadering: alle huishoudens of inwoners. Gemiddelden, afstanden en scores krijgen "
        "geen marge. Een modelschatting heeft de marge die de bron geeft.",
    ),
    (
        "samen",
        "Waarom tellen mensen en misdrijven niet één voor één?",
        "Mensen in één huishouden zijn samen arm, partners krijgen samen bijstand, en misdrijven komen in reeksen: bij "
        "dezelfde deur of door dezelfde dader. Een gebied zegt dan minder dan het aantal lijkt te zeggen, en de marge "
        "is wijder. Hoeveel, rekenen we uit met het ontwerpeffect van Kish (1965). Voor mensen volgt het uit de "
        "huishoudens van het gebied zelf; zijn die niet bekend, dan nemen we {samen_huishouden} voor huishoudens en "
        "{samen_volwassenen} voor volwassenen. Voor misdrijven en overlast schatten we het uit de cijfers: hoe ver gebieden "
        "van één gemeente uiteenlopen, zonder het deel dat groeit met het aantal, want dat is echt verschil. Uitschieters "
        "tellen daarin minder mee (Spiegelhalter 2005). Met te weinig gebieden nemen we {samen_voorvallen}. In proeven met een "
        "bekende waarheid bevatte een marge van {marge_zekerheid}% zonder deze stap in 77% van de gevallen de ware "
        "waarde, en met deze stap in 95%. Huizen en schoolverlaters tellen we wel een voor een.",
    ),
    (
        "naast",
        "Hoe vergelijken we twee gebieden, of een deel met de rest?",
        "Een deel zetten we naast de rest, en niet naast het geheel: daar telt het zelf in mee. De rest is het geheel "
        "min het deel. Een eigen gebied heeft de marge van één gebied met de opgetelde aantallen; afrondingen heffen "
        "elkaar daarin voor een deel op. De marge van een verschil komt uit de marges van beide (Newcombe 1998), die van een "
        "verhouding ook (Zou en Donner 2008). Duidelijk heet een verschil waarvan de marge van {verschil_zekerheid}% de nul "
        "niet raakt en dat groot genoeg is om ertoe te doen. Twee jaren van één gebied gaan voor een deel over dezelfde "
        "mensen; daar is de marge aan de ruime kant.",
    ),
    (
        "verschil",
        "Wanneer noemen we een verschil duidelijk?",
        "Als de waarde ernaast buiten de marge van {verschil_zekerheid}% valt, en het verschil groot genoeg is om "
        "ertoe te doen. Hoe groot dat is, staat per cijfer in de tabel hieronder: ongeveer een vijfde van de spreiding "
        "tussen wijken (Cohen 1988), en waar die niet bekend is een vergelijkbaar cijfer. Bij {marge_zekerheid}% "
        "zouden van 3.400 wijken er 170 door toeval opvallen. In een lijst van wijken houden we het deel dat toeval is "
        "onder {valse_vondsten}% (methode van Benjamini en Hochberg). De waarde van gemeente of Nederland nemen we als "
        "vast; dat is voorzichtig, want de wijk telt erin mee. Het midden van vergelijkbare wijken is niet vast: het zijn er "
        "weinig. Duidelijk anders heet het daar pas als ook vaststaat waar dat midden zelf kan liggen, met "
        "{verschil_zekerheid}% zekerheid (rangorde van de waarden; Conover 1999). Met minder dan tien wijken "
        "is dat nooit zo zeker, en dan zeggen we niets. Hoger of lager heet alleen beter of slechter waar een "
        "richting is afgesproken.",
    ),
    (
        "ontwikkeling",
        "Wanneer noemen we iets een stijging of daling?",
        "We trekken een lijn door de laatste {trend_punten} jaren die met elkaar te vergelijken zijn; een jaar met een "
        "kleinere marge weegt zwaarder. Het is een stijging of daling als χ² boven {trend_grens} ligt (p < 0,002) en "
        "de richting gelijk blijft als u één jaar weglaat, welk jaar ook. Anders staat er “geen duidelijke "
        "verandering”. Jaren van voor een andere definitie of andere grenzen tellen niet mee. Zijn er te weinig jaren, "
        "dan is het “nog niet te bepalen”.",
    ),
    (
        "leeg",
        "Waarom is een vak leeg?",
        "Een leeg vak is nooit een nul. Er staat bij waarom het leeg is. CBS gebruikt één teken voor onbekend, "
        "onbetrouwbaar en geheim; wij verzinnen er niet bij welk van de drie het is. Eigen berekeningen tonen we niet "
        "bij minder dan {kleinste_noemer} mensen of huishoudens: dan zegt een percentage niets. Een klein aantal dat een bron "
        "zelf geeft, laten we zien. Rondt de bron het af op nul, dan staat er “minder dan”, en rekenen we met de helft "
        "van wat de afronding toelaat: wie die gebieden weglaat, laat juist de laagste weg. Wel verborgen zijn kleine "
        "aantallen mensen (onder {kleinste_teller}) in een bestand van een gemeente zelf. Was zo'n aantal te vinden door de rest van "
        "het totaal af te trekken, dan verbergen we het op een na kleinste ook. Telt u zelf gebieden op en komt er minder uit dan "
        "{kleinste_teller}, dan tonen we dat niet als percentage.",
    ),
    (
        "grond",
        "Is het nog hetzelfde gebied?",
        "CBS gebruikt codes opnieuw, en gemeenten delen wijken anders in. Een code zegt dus niet dat het om hetzelfde "
        "gebied gaat. Dat zoeken we per twee jaren uit, in deze volgorde: wat CBS er zelf van zegt, de lijst van "
        "gemeenten die samengingen, de adressen, de kaart, en als laatste de naam met het aantal inwoners (hoogstens "
        "{grond_inwoners}% verschil, of hoogstens 25 mensen) en de oppervlakte land. Hetzelfde gebied heet het als beide "
        "minstens {grens_overlap_procent}% van hun adressen of oppervlakte delen, ook als CBS zegt dat de grens is verlegd "
        "(dan moeten er ook ongeveer evenveel mensen wonen). "
        "Zegt niets iets van twee jaren, dan doen de "
        "jaren ertussen dat, stap voor stap. Is het niet te zeggen, dan geldt het nooit als hetzelfde. Een cijfer, een plaats "
        "of een aantal inwoners staat alleen bij een gebied als het over datzelfde gebied gaat, en namen zijn die van "
        "het jaar van het cijfer. Anders tellen we, waar dat kan, de buurten of gemeenten van toen op die er helemaal in "
        "liggen: buurten als daar minstens {grens_overlap_procent}% van de inwoners woont, dat staat er dan bij; "
        "gemeenten als zij volgens de lijst samen dit gebied werden. Dat doen we alleen met wat met inwoners meegaat: niet "
        "met oppervlakte, medianen, scores en gemiddelden van geld, en uit buurten ook niet met misdrijven en bedrijven. "
        "Kan het niet, dan is het cijfer niet bekend op deze grenzen, met de reden. Het gebied van toen heeft een eigen "
        "bladzijde, onder zijn naam van toen.",
    ),
    (
        "grenzen",
        "Wat als de grenzen van een wijk veranderen?",
        "Een lijn door de jaren heeft alleen jaren waarin het hetzelfde gebied was. Van de andere staat er waarom zij "
        "ontbreken. Eerdere jaren rekenen we om naar de grenzen van dit gebied, gestreept: opgeteld uit buurten of "
        "gemeenten, en anders, als de adressen van toen en nu zijn opgehaald, naar adressen verdeeld, met erbij welk "
        "deel van de adressen van nu er toen ook was. Aantallen tellen op; aandelen en gemiddelden wegen we naar waarover "
        "ze zijn genomen. Wat naar adressen is verdeeld heet *geschat*, want bewoners zijn niet gelijk over adressen "
        "verdeeld; alleen hele gebieden van toen tellen precies op. Medianen, afstanden, dichtheden, klassen en scores "
        "rekenen we niet om, geld en oppervlakte niet naar adressen. Ook niet als minder dan {omgerekend_adressen}% van "
        "de adressen er toen al was. Een ontwikkeling bepalen we alleen met jaren die niet zijn omgerekend. Cijfers van "
        "twee bronnen staan alleen naast elkaar als ze over hetzelfde gebied gaan. Zijn er van een jaar geen "
        "kaartgrenzen, dan ziet u de grenzen van het dichtstbijzijnde jaar, en dat staat erbij; wat daarop een ander "
        "gebied is, krijgt geen kleur van de schaal.",
    ),
    (
        "breuken",
        "Wat als een cijfer anders wordt gemeten?",
        "Dan is het een ander cijfer, of de lijn wordt onderbroken. CBS deelt herkomst sinds 2022/2023 anders in en "
        "meet armoede sinds 2024 anders. Zulke reeksen plakken we niet aan elkaar.",
    ),
    (
        "vergelijkbaar",
        "Wanneer heten wijken vergelijkbaar?",
        "Als ze op elkaar lijken in hoe ze zijn opgebouwd: hoe stedelijk het er is, hoeveel mensen er wonen, "
        "leeftijden, soorten huishoudens en wie de woningen bezit. Uitkomsten zoals armoede of misdrijven tellen niet "
        "mee, en herkomst ook niet. Elk kenmerk is gemeten in standaardafwijkingen van de gemiddelde wijk en elke "
        "groep kenmerken telt even zwaar. U ziet ten hoogste {vergelijkbaar_aantal} wijken met hun afstand, en geen "
        "wijk verder weg dan {vergelijkbaar_afstand}. Alle kenmerken zijn van één jaar. Ontbreekt een groep in dat "
        "jaar, dan staat dat erbij; met minder dan {vergelijkbaar_groepen} groepen, of onder {vergelijkbaar_inwoners} "
        "inwoners, zoeken we niet. De bouwperiode hoort er ook bij, maar is per wijk niet in deze bronnen te vinden.",
    ),
    (
        "wijktypen",
        "Wat is een wijktype?",
        "We delen de wijken op dezelfde kenmerken in {wijktypen} typen in, zo dat wijken binnen een type het meest op "
        "elkaar lijken (k-means, met een vast begin: elke keer dezelfde indeling). De naam noemt wat het meest afwijkt "
        "van de gemiddelde wijk, vanaf {wijktypen_afwijking} standaardafwijking. Een type is geen oordeel, en de grens "
        "tussen twee typen is niet scherp.",
    ),
    (
        "ongelijkheid",
        "Hoe meten we verschil binnen een gemeente?",
        "De wijken staan op volgorde van armoede, of van de samengestelde behoefte waar armoede niet bekend is, en "
        "tellen naar hun inwoners. In elk vijfde deel wonen zo evenveel mensen; een wijk op een grens telt in beide "
        "mee. We geven het verschil en de verhouding tussen het eerste en het laatste vijfde deel. Daarnaast de "
        "helling over alle wijken (slope index of inequality) met een marge van 95%, ook als deel van het gemiddelde. De "
        "wijken staan nooit op volgorde van het cijfer zelf, of van een cijfer over dezelfde mensen: wie toevallig laag uitkomt, "
        "staat dan vooraan, en ook van louter toeval is er dan een helling. Cijfers over armoede, inkomen en bijstand staan "
        "daarom op volgorde van de behoefte zonder armoede, of van hetzelfde cijfer van een eerder jaar. Behoefte telt alleen "
        "als die op twee domeinen of meer rust. Kan dat allemaal niet, dan geven we geen helling. Met minder dan "
        "{ongelijkheid_gebieden} wijken geven we niets. Het gaat om verschillen tussen wijken, niet tussen mensen.",
    ),
    (
        "stapeling",
        "Wat is stapeling?",
        "Een wijk waar {stapeling_problemen} of meer problemen samen duidelijk groter zijn dan het gemiddelde. We "
        "tellen alleen problemen die ook na toeval en afronding duidelijk verschillen, alle van één jaar, en noemen ze. "
        "Armoede en bijstand zijn één probleem: het gaat grotendeels om dezelfde mensen. Wat niet bekend "
        "is telt niet als probleem en ook niet als het ontbreken ervan: beslist dat de uitkomst, dan staat er dat het "
        "niet bekend is.",
    ),
    (
        "eigen-gebied",
        "Hoe tellen we wijken op tot een eigen gebied?",
        "Aantallen tellen op. Een aandeel dat wij zelf berekenen, berekenen we opnieuw uit de opgetelde aantallen. Een "
        "aandeel of gemiddelde van de bron wegen we naar waarover het is genomen, en noemen we een benadering. "
        "Medianen, afstanden, dichtheden, klassen en scores zijn niet op te tellen; die geven we niet. Is één deel "
        "niet bekend, dan is het geheel niet bekend. Wie van een eigen gebied aftrekt wat er al staat, mag geen te "
        "klein getal overhouden; dan geven we het cijfer niet, en zeggen we waarom. De twintig stedelijke "
        "focusgebieden en de veertig krachtwijken staan niet klaar: geen van deze bronnen noemt met zekerheid hun "
        "wijken.",
    ),
    (
        "oorzaken",
        "Zeggen deze cijfers hoe het komt?",
        "Nee. Ze beschrijven hoe een gebied ervoor staat. Dat twee cijfers samen hoog zijn, zegt niet dat het ene het "
        "andere teweegbrengt. Een cijfer van een wijk zegt ook niets over een bepaalde bewoner. Hoger of lager krijgt "
        "alleen een oordeel waar dat is afgesproken.",
    ),
    (
        "scores",
        "Hoe maakt dit dashboard een score?",
        "Een samengestelde maat volgt de tien stappen van het handboek van OECD en JRC. Elk cijfer wordt afgezet tegen "
        "de Nederlandse wijken van het basisjaar (zie de tabel met getallen), of, als dat jaar er niet is, tegen de "
        "wijken van hetzelfde jaar. Daarna is de score het gemiddelde van de onderdelen, met gelijke gewichten. Op de "
        "pagina Score kunt u die gewichten en de manier van rekenen zelf kiezen. Een onderdeel telt mee als het bekend "
        "is voor wijken waar samen twee derde van de inwoners van het land woont. Een score is er alleen met twee derde "
        "van wat er is afgesproken: drie van de vier cijfers van armoede, twee van de drie onderdelen van behoefte. Is er in een "
        "jaar minder, dan is er geen score, en staat er waarom. Bij "
        "elke score staat uit welke onderdelen zij bestaat. Een lijn breekt waar die onderdelen veranderen, of waar er een anders "
        "wordt geteld (afstanden over de weg vanaf 2022, misdrijven vanaf 2018), en over zo'n breuk geven we geen verschil. Er "
        "wordt nooit iets ingevuld dat er niet is. *Behoefte* bestaat "
        "uit armoede, jeugd en werk. Leefbaarheid hoort er niet bij: van een totaal daarvan is er geen toets over het hele "
        "land. Overlast door jongeren telt wel mee, bij jeugd. Herkomst, eigendom, leeftijd en modelschattingen tellen niet mee. "
        "Armoede van vóór en na 2024 wordt niet aan elkaar geplakt.",
    ),
    (
        "leefomgeving",
        "Wat is gemeten van omgeving, samenhang en woningen?",
        "Van groen weten we hoe ver het is en hoeveel grond er park, natuur of water is (CBS). Vanaf 2022 telt CBS "
        "eenrichtingsverkeer mee, en vanaf 2020 deelt het de grond anders in: jaren van voor en na zo'n wijziging zetten we niet "
        "naast elkaar. Geluid, lucht en hitte komen uit rekenmodellen van de omgeving. Die zijn niet voorspeld uit wie er "
        "wonen, zoals de schattingen over gezondheid, maar ook niet gemeten; ze staan er alleen waar een gemeente ze "
        "meebrengt. Sociale samenhang is een enquête: van grote gemeenten uit de Veiligheidsmonitor, per wijk alleen waar een "
        "gemeente het zelf vroeg. Waar niets is gevraagd, staat niets. Een woning zonder bewoner is geen leegstaande woning: "
        "tweede huizen en huizen van mensen die ergens anders staan ingeschreven tellen mee.",
    ),
    (
        "leefbaarheid",
        "Waarom is er geen totaalscore van leefbaarheid?",
        "Leefbaarheid heeft hier vijf dimensies: woningvoorraad, fysieke omgeving, voorzieningen, sociale samenhang en overlast "
        "en onveiligheid. Van elke dimensie keken wij of zij gebieden op dezelfde volgorde zet als dezelfde dimensie van de "
        "Leefbaarometer. Dat drukken wij uit in een rangcorrelatie: 1 is dezelfde volgorde, 0 is geen verband. Een dimensie met "
        "minder dan {toets_dimensie}, of die over het hele land nog niet te toetsen is, krijgt geen score; haar cijfers staan dan "
        "apart. Voor een totaal zijn {dimensies_nodig} dimensies nodig en een rangcorrelatie van {toets_totaal}. Dat is er niet, en "
        "daarom telt leefbaarheid niet mee in behoefte en in het Deltaplan. Bij elke dimensie staat op deze pagina wat de toets gaf. "
        "Wij kozen geen gewicht of cijfer zo dat de toets beter uitkwam. Wat de politie noteert, is scheef verdeeld: enkele centra "
        "hebben heel veel. Daarom rekenen wij met de logaritme. Waar het gebeurde, is niet wie er woont.",
    ),
    (
        "politie",
        "Hoe kan een misdrijf van 2013 op de grenzen van nu staan?",
        "De politie legt alle jaren op de nieuwste grenzen. Voor een cijfer per 1.000 brengen wij de inwoners en woningen van "
        "dat jaar daarheen. Was het gebied toen dezelfde grond, dan telt zijn eigen aantal. Anders tellen wij gemeenten op die "
        "samen één werden, of buurten van toen die samen bijna alle inwoners hebben ({grens_overlap_procent}% of meer). Kan dat "
        "ook niet, dan verdelen wij naar adressen: dat is een schatting, en dat staat erbij. Weten wij ook dat niet, dan "
        "staat er geen cijfer. "
        "Inbraak zetten wij af tegen woningen, want daar wordt ingebroken. Geweld en vernieling zetten wij af tegen inwoners. "
        "Bedrijven tellen we niet mee: die staan meestal ingeschreven bij iemand thuis.",
    ),
    (
        "plaatsen",
        "Hoe zeker is een plaats bij één cijfer?",
        "Elk cijfer heeft een marge, dus elke plaats ook. Een gebied kan niet hoger staan dan direct na de gebieden "
        "die met hun hele marge hoger liggen, en niet lager dan direct voor de gebieden die met hun hele marge lager "
        "liggen (Klein, Wright en Wieczorek 2020). U kunt het dus natellen met de marges van {marge_zekerheid}% die "
        "erbij staan. In proeven met bekende uitkomsten lag de ware plaats bij meer dan {marge_zekerheid}% van de "
        "gebieden tussen die twee; de plaatsen zijn aan de ruime kant. Middenin liggen wijken dicht op elkaar, en zegt "
        "een plaats weinig. Plaats 1 is het slechtst waar een richting is afgesproken, en anders de hoogste; dat staat "
        "erbij. Bij gemiddelden, medianen en afstanden kennen we alleen de afronding. Herkomst, aantallen, klassen en "
        "cijfers zonder bekende marge krijgen geen plaats.",
    ),
    (
        "bijstellen",
        "Wat is bijstellen voor kleine aantallen?",
        "In een klein gebied kan een cijfer hoog of laag zijn door een paar mensen. Op de kaart kunt u daarom kiezen voor een "
        "bijgesteld cijfer: kleine gebieden schuiven naar het gemiddelde, want hun cijfer kan toeval zijn. Grote gebieden "
        "blijven vrijwel staan. Het bijgestelde cijfer staat altijd naast het cijfer zoals het is, in de tabel en in het "
        "bestand. *Voor kleine aantallen* schuift naar het gemiddelde van het hele land, *naar de buren* naar dat van het "
        "gebied met de gebieden die eraan raken. Hoe ver, hangt af van hoeveel de gebieden meer van elkaar verschillen dan "
        "toeval geeft (empirical Bayes: Marshall 1991; voor aandelen Martuzzi en Elliott 1996). Bij het eerste hoort een marge "
        "van {marge_zekerheid}% en een plaats. Bij het tweede niet: een handvol buren is te weinig om die te geven. Het kan "
        "alleen bij cijfers waarvan bekend is hoeveel er zijn geteld, en nooit bij herkomst of modelschattingen. Bijstellen "
        "maakt de lijst als geheel beter, maar een klein gebied dat echt bijzonder is, lijkt er gewoner door.",
    ),
    (
        "trechter",
        "Hoe lees ik de trechter?",
        "Elk punt is een gebied: hoe verder naar rechts, hoe groter, en hoe hoger, hoe hoger het cijfer. De lijn in het midden is "
        "het cijfer van het hele land of de hele gemeente. De lichte band is waar {verschil_zekerheid}% van de gebieden zou "
        "liggen als zij alleen door toeval verschilden; in kleine gebieden is dat veel. De lijnen eromheen ({marge_zekerheid}% en "
        "{verschil_zekerheid}%) rekenen ook mee hoeveel deze gebieden gewoonlijk van elkaar verschillen (Spiegelhalter 2005, met "
        "een opgetelde variantie; de uiterste {uitschieters_ingetrokken_procent}% aan elke kant telt ingetrokken mee). Een punt buiten "
        "de band is meer dan toeval. Een punt buiten de lijnen van {verschil_zekerheid}% is ook naast de andere "
        "gebieden bijzonder. Geen van beide "
        "zegt hoe het komt of dat iemand het goed of slecht doet, en een punt binnen de band kan wel degelijk van het midden verschillen. "
        "Met minder dan {trechter_gebieden} gebieden tekenen we geen trechter.",
    ),
    (
        "bij-elkaar",
        "Wanneer liggen hoge of lage waarden bij elkaar?",
        "Als een gebied en de gebieden die eraan raken samen zo hoog of zo laag zijn dat het bij een toevallige ligging niet te "
        "verwachten is (lokale Moran I, Anselin 1995). Een gebied kan ook duidelijk hoger of lager zijn dan zijn buren. Hoog is "
        "hoger dan het middelste gebied van het land; een paar uitschieters wegen zo niet zwaarder dan de rest. Bij cijfers met "
        "een telling houden we eerst rekening met hoe groot een gebied is (Assunção en Reis 1999). De kans volgt uit een "
        "berekening en niet uit een loting: dezelfde gegevens geven altijd dezelfde kaart. Van alle gebieden die we kleuren is "
        "naar verwachting hoogstens {valse_vondsten}% toeval (Benjamini en Hochberg). Gebieden zonder buren, zoals eilanden, "
        "krijgen geen kleur van de schaal. Het beschrijft waar iets bij elkaar ligt, en verklaart niets. Bij "
        "herkomst en modelschattingen doen we dit niet.",
    ),
    (
        "tussen-binnen",
        "Liggen de verschillen tussen gemeenten of erbinnen?",
        "We verdelen de verschillen tussen alle wijken (of buurten) van het land in twee delen: hoe ver gemiddelden van gemeenten "
        "uit elkaar liggen, en hoe ver wijken van het gemiddelde van hun gemeente liggen. Wijken tellen naar hun inwoners, en de "
        "delen zijn samen precies het geheel (variantie). Bij cijfers met een telling halen we eraf wat toeval en afronding aan "
        "verschil geven; zonder dat zou toeval in kleine wijken als verschil binnen gemeenten tellen. Is bijna alles verschil tussen "
        "gemeenten, dan zegt een cijfer per gemeente al veel; ligt er veel binnen gemeenten, dan verbergt het dat. Een gemeente "
        "met één wijk heeft geen verschil binnen zich. Het hangt ook af van hoe groot wijken zijn: kleinere verschillen vanzelf "
        "meer.",
    ),
    (
        "rangen",
        "Hoe zeker is een plaats bij een samengestelde maat?",
        "Elke rang hangt af van keuzes. Daarom wordt een maat {gevoeligheid_runs} keer opnieuw berekend met andere "
        "gewichten, een andere manier om cijfers vergelijkbaar te maken, een ander gemiddelde, met en zonder grens "
        "voor uitschieters, en telkens zonder één cijfer of met allemaal. U ziet de middelste rang en waar 90% van de "
        "rangen ligt, nooit een rang alleen. *Robuust in het slechtste tiende* heet een wijk pas als zij daar in "
        "minstens 90% van de berekeningen staat. Wijken onder {basis_inwoners} inwoners krijgen geen score, tenzij u "
        "die grens verlaagt. Een rang zegt iets over een gebied, niets over een bewoner.",
    ),
    (
        "weggelaten",
        "Welke wijken staan niet in een lijst van behoefte?",
        "Zonder deze regel staan een haven en twee studentenwijken bovenaan. In een haven wonen weinig mensen, en waar "
        "veel studenten wonen betekent een laag inkomen of geen baan vaak iets anders. Daarom laten lijsten van waar de "
        "behoefte het grootst is (op Score, Jongerenwerk en Deltaplan) wijken onder {lijst_inwoners} inwoners weg, "
        "buurten onder {lijst_inwoners_buurt}, en gebieden waar het aandeel 15- tot 25-jarigen meer dan "
        "{studentenwijk_keer} keer het landelijke is. Er staat bij hoeveel dat er zijn. U kunt beide anders kiezen, en uw "
        "keuze staat in het adres. Hun cijfers staan wel op de kaart, in het profiel en in bestanden. Verdeelt u in de "
        "planner naar behoefte, dan krijgen zij niets; er staat bij hoeveel mensen er wonen. Verdeelt u gelijk, naar "
        "corporatiebezit of over eigen gebieden, dan doet iedereen mee.",
    ),
    (
        "modellen",
        "Wat zijn modelschattingen?",
        "Sommige bronnen berekenen een wijkcijfer uit inkomen, huishouden en andere kenmerken. Zo'n schatting is geen "
        "telling: ze is geen bewijs over armoede en niet geschikt om beleid te beoordelen. Ze telt hier niet mee in "
        "samengestelde maten, staat niet met een ander cijfer in één kaart of puntenwolk, en hoger of lager noemen we "
        "bij een schatting niet gunstig of ongunstig.",
    ),
    (
        "herkomst",
        "Hoe gaat dit dashboard om met herkomst?",
        "Cijfers over herkomst staan er als achtergrond. Ze tellen nergens mee in een score, ranglijst, "
        "vergelijkingsgroep of plan, en krijgen geen plaats tussen andere wijken.",
    ),
    (
        "jongerenwerk",
        "Wat weten we van jongerenwerk?",
        "Er is geen landelijk register van jongerenwerkers. Een cijfer is **gemeld** (de gemeente gaf het op), "
        "**verdeeld** (een gemeld gemeentetotaal, naar het aantal jongeren over de wijken gerekend) of **onbekend**. "
        "Die drie zien er overal anders uit. Het landelijke totaal ligt volgens onderzoek tussen "
        "{jongerenwerk_landelijk_laag} en {jongerenwerk_landelijk_hoog} fte. Gedeeld door alle jongeren is dat overal "
        "hetzelfde getal; het komt daarom nooit op een kaart. CBS kent per wijk alleen grove leeftijdsgroepen; een "
        "groep als 10 tot 27 jaar is daaruit geschat. CBS rondt die groepen af op vijf: het aantal jongeren staat er "
        "daarom in tientallen.",
    ),
    (
        "beweringen",
        "Hoe kijken we beweringen uit het debat na?",
        "Elke bewering staat er in eigen woorden, met het stuk, de datum en waarmee zij is vergeleken. Een getal "
        "*klopt* als het hooguit {bewering_klopt}% afwijkt van een bron met dezelfde definitie, en *klopt ongeveer* "
        "tot {bewering_ongeveer}% of binnen de bandbreedte van een schatting. Telt de bron iets anders, dan heet het "
        "*andere definitie*; is er geen open bron, of gaat het over oorzaak en gevolg, dan *niet te toetsen met open "
        "data*. Wat wij niet nazagen, heet *nog niet nagezien*. Het oordeel geldt op de datum van het stuk en volgt "
        "uit de toets. De waarde van nu staat er los van. Een eis krijgt geen oordeel; er staat bij wat er sindsdien "
        "van kwam. Beweringen van elke kant passen in dezelfde lijst. Een bron die langer dan {bewering_oud} jaar "
        "geleden uitkwam, krijgt een aantekening.",
    ),
    (
        "toets-brief",
        "Hoe toetsen we wat de brief over leefbaarheid zegt?",
        "We delen wijken in naar corporatiebezit: tot en met {toets_bezit_laag}%, tot en met {toets_bezit_midden}%, "
        "tot en met {corporatie_grens}% en meer. Per klasse staat hoe twee kanten van de Leefbaarometer 3.0 "
        "veranderden: overlast en onveiligheid, en sociale samenhang. Het gemiddelde is gewogen naar inwoners, met een "
        "marge van {marge_zekerheid}% (standaardfout van een gewogen gemiddelde, Cochran 1977). Wijken van één gemeente bewegen samen "
        "en tellen daarin als één, als er genoeg gemeenten zijn. Wijken onder "
        "{basis_inwoners} inwoners tellen niet mee, en een klasse met minder dan {toets_wijken} wijken krijgt geen "
        "uitkomst. De scores zijn in elk jaar vanaf hetzelfde vaste niveau gemeten: achteruit is echt achteruit, ook als "
        "heel Nederland achteruitging. Wat heel Nederland deed staat ernaast, gewogen naar inwoners, en ook het verschil met de andere "
        "wijken: een klasse kan vooruitgaan en toch achterblijven. De totaalscore en de dimensie woningvoorraad laten we weg, want "
        "die gaan zelf over woningen. "
        "Alleen jaren van versie 3.0 tellen mee; die heeft dimensies vanaf 2014. Het is een samenhang tussen gebieden en "
        "geen oorzaak.",
    ),
    (
        "leefbaarometer",
        "Wat betekenen de cijfers van de Leefbaarometer?",
        "De Leefbaarometer is een model van het ministerie: het voorspelt hoe bewoners hun buurt zouden beoordelen. De **score** is het "
        "geheel. De vijf **dimensies** zeggen hoeveel punten een onderdeel daarbij optelt of ervan afhaalt, vanaf een vast niveau dat "
        "in elk jaar en elk gebied hetzelfde is. Nul is dus niet het gemiddelde van Nederland in dat jaar. Er zijn drie **versies** van "
        "het model: 1.0 maakte 2002 en 2008, 2.0 maakte 2012 en 2016, en 3.0 maakte 2014 en alles vanaf 2018. "
        "Een lijn breekt waar de versie "
        "wisselt, en een verschil is er alleen tussen jaren van één versie. "
        "Dimensies zijn er alleen van 3.0. De makers geven de **klasse** (1 "
        "tot en met 9) alleen voor de nieuwste meting. Voor andere jaren is zij afgeleid uit de score: "
        "de klassen 2 tot en met 9 beginnen bij "
        "{klassegrenzen}. Die grenzen volgen zonder uitzondering uit score en klasse van 12.147 "
        "buurten van 2024. Geeft de kaartdienst een andere klasse, dan houden we die aan.",
    ),
    (
        "naast-de-leefbaarometer",
        "Waar verschilt ons cijfer van de Leefbaarometer?",
        "De twee hebben geen eenheid gemeen. Daarom staat naast elkaar in welk **tiende** van alle gebieden van dat niveau een gebied "
        "ligt: het 1e is het minst gunstig, het 10e het gunstigst. We zeggen dat zij verschillen vanaf {naast_tienden} tienden. Is een "
        "cijfer voor minder dan twee derde van de gebieden bekend, dan geven we geen tiende. Een dimensie die de toets niet haalt heeft "
        "bij ons geen score; haar cijfers staan eronder. De jaren kunnen verschillen: zij staan erbij.",
    ),
    (
        "vroeg-signaal",
        "Wanneer geeft een gebied een vroeg signaal?",
        "Als een dimensie over de laatste {signaal_metingen} metingen telkens daalde, elke keer meer dan het midden "
        "van even stedelijke gebieden, en over het geheel minstens {signaal_spreiding} keer zo ver van dat midden als daar gewoon is (de "
        "robuuste standaardafwijking: 1,4826 keer de mediaan van de afstanden tot het midden). Zijn er minder dan {signaal_gebieden} even "
        "stedelijke gebieden, dan tellen alle gebieden. Alleen metingen van één versie van het model staan in een rij, en van een eigen "
        "cijfer alleen jaren met dezelfde onderdelen. Wijken onder {lijst_inwoners} en buurten onder {lijst_inwoners_buurt} inwoners "
        "krijgen geen signaal. Wat even duidelijk **vooruit** ging, telt op dezelfde manier en staat op dezelfde kaart en in "
        "dezelfde lijst. "
        "Gingen er niet duidelijk meer achteruit dan vooruit (tekentoets, 5%), dan kan wat achteruit ging als geheel toeval zijn, en "
        "omgekeerd; in kleine gebieden het meest. "
        "Een signaal zegt niet hoe iets kwam en voorspelt niets. De "
        "methode Vroegsignalering van het ministerie (Atlas Research en In.Fact Research) doet iets anders: zij zoekt onder buurten die "
        "nog voldoende scoren naar die met een grote kans om af te glijden, met risicofactoren die niet open zijn. Zie "
        "leefbaarometer.nl/page/vroegsignalering.",
    ),
    (
        "samenhang",
        "Horen de onderdelen van een score bij elkaar?",
        "Dat staat op de bladzijde Score, per maat (OESO-handboek, stap 8). **Samenhang** is de correlatie van twee "
        "onderdelen, gewogen naar inwoners. Gaan twee onderdelen tegen elkaar in, dan vallen zij in het gemiddelde deels "
        "tegen elkaar weg; dat staat er dan bij. **Wat met de score meegaat** is hoeveel van de verschillen in de score "
        "bij een onderdeel hoort: we delen de wijken naar dat onderdeel in {samenhang_groepen} even grote groepen en kijken hoeveel van de "
        "spreiding tussen die groepen ligt (Paruolo, Saisana en Saltelli 2013). Een gewicht is een bedoeling, dit is de "
        "uitkomst. **Welke keuze de plaatsen verschuift** volgt uit dezelfde {gevoeligheid_runs} berekeningen als de marge van een plaats: "
        "het deel van alle verschuivingen dat met één keuze meegaat, wat de andere ook zijn (de eerste index van Sobol; "
        "Saltelli en anderen 2008). Van gewichten is dat alleen het rechtlijnige deel. Wat toeval alleen al zou geven, "
        "gaat er steeds af.",
    ),
    (
        "deltaplan",
        "Hoe rekent de planner?",
        "De lezer kiest hoeveel er is en volgens welke regel het wordt verdeeld. Naar behoefte is het gewicht van een "
        "gebied: jongeren × (percentiel van behoefte − drempel) tot de macht zwaarte, met een bodem en een plafond als "
        "de lezer die kiest. Afgerond wordt op halve fte met de grootste resten, zodat het totaal precies klopt; bij "
        "gelijke resten gaat de laagste code voor. Vóór afronding geeft meer te verdelen nooit een gebied minder. Er "
        "is geen landelijke norm voor jongerenwerk, dus die staat leeg. Euro's blijven euro's, tenzij de lezer ze "
        "omrekent met {kosten_per_fte} euro per fte: een aanname, want een gepubliceerd landelijk bedrag kennen wij "
        "niet. Effecten op zorg of veiligheid staan apart en zijn niet bewezen. Dezelfde rekenwijze verdeelt ook "
        "sociaal raadslieden (naar huishoudens met een laag inkomen), geld voor preventie (naar inwoners) en uren "
        "peuteropvang: {peuter_uren} uur per week, {peuter_weken} weken per jaar, voor kinderen die dat jaar twee of "
        "drie worden. Hun aantal is geschat uit de geboorten van toen; waar grenzen veranderden, omgerekend naar "
        "gedeelde adressen.",
    ),
)


def rules() -> list[tuple[str, str, str]]:
    """The rules with their numbers filled in from the parameters."""
    numbers = {p.id: format.as_it_is(p.value) for p in parameters.everything().values()}
    # A part of a whole is said in hundredths.
    parts = {p.id: 100 * p.value for p in parameters.everything().values() if p.unit == "deel"}
    numbers |= {f"{id}_procent": format.as_it_is(part) for id, part in parts.items()}
    numbers["klassegrenzen"] = format.joined([format.number(bound, 3) for bound in leefbaarometer.bounds()])
    known = defaultdict(lambda: format.UNKNOWN, numbers)
    return [(anchor, question, answer.format_map(known)) for anchor, question, answer in RULES]


def difference_table() -> pd.DataFrame:
    """From which difference on it matters, as text: one row a figure."""
    found = uncertainty.differences()
    return pd.DataFrame(
        {
            "Cijfer": [catalog.entry(id).label for id in found],
            "Ten minste": [
                format.with_unit(one.difference, "procentpunt", format.decimals(one.difference))
                if one.unit == "procentpunt"
                else f"{format.number(one.difference)}% van de waarde ernaast"
                for one in found.values()
            ],
            "Waarom": [one.reason for one in found.values()],
        }
    )


def together_table() -> pd.DataFrame:
    """What goes together in which figure, and how many times larger chance is by that, as text: one row a figure."""
    kinds = {"household": "mensen in een huishouden", "adults": "partners", "events": "voorvallen in een reeks"}
    held = data.store()
    rows = []
    for id in (*sorted(design_effect.HOUSEHOLD), *sorted(design_effect.ADULTS), *design_effect.EVENTS):
        kind, entry = design_effect.together(id), catalog.entry(id)
        wanted = list(design_effect.needs(id))
        level = next((level for level in ("land", "gemeente", "wijk") if held.years(level, wanted[0])), None)
        if entry.replaced_by or level is None:
            continue
        year = held.years(level, wanted[0])[-1]
        # Of the country, or of all gemeenten or wijken together.
        found = held.table(level, year, wanted, held.own_division(level, year, wanted[0])).dropna()
        row = found.mean().to_frame().T if kind == "events" else found.sum().to_frame().T
        if found.empty:
            continue
        factor = format.number(design_effect.of(id, row)[0], 1)
        rows.append({"Cijfer": entry.label, "Wat samen telt": kinds[kind], "Keer": factor, "Jaar": str(year)})
    return pd.DataFrame(rows, columns=["Cijfer", "Wat samen telt", "Keer", "Jaar"])


def status_table() -> pd.DataFrame:
    """What a cell can be: one row a status, as text."""
    meaning = {
        "published": "De bron gaf dit cijfer.",
        "computed": "Wij berekenden dit uit cijfers die de bron gaf.",
        "provisional": "De bron gaf dit cijfer en noemt het voorlopig.",
        "below_rounding": "De bron rondde een klein aantal af op nul. We noemen waar het onder blijft, en rekenen met de helft daarvan.",
        "estimate": "Geen telling maar een schatting, van de bron of van ons.",
        "not_given": "De bron laat het vak leeg en zegt niet waarom.",
        "not_yet_published": "Het hele cijfer is in dit jaar nog leeg bij de bron.",
        "cannot_occur": "Er is niets om te tellen, of het cijfer bestaat hier niet.",
        "withheld": "Wij tonen dit niet: de aantallen zijn te klein.",
    }
    return pd.DataFrame(
        {"Toestand": [w.capitalize() for w in STATUSES.values()], "Wat dat is": [meaning[s] for s in STATUSES]}
    )


def parameter_table() -> pd.DataFrame:
    """Every choice and outside number, as text: what for, value with unit, date, source."""
    found = parameters.everything().values()
    return pd.DataFrame(
        {
            "Waarvoor": [p.note for p in found],
            "Waarde": [_amount(p) for p in found],
            "Van": [p.date for p in found],
            "Bron": [p.source for p in found],
            "Naam": [p.id for p in found],
        }
    )


def _amount(one: parameters.Parameter) -> str:
    """A number with its unit; a calendar year without the point that a thousand gets."""
    if one.unit == "jaar" and one.value > 1000:
        return str(int(one.value))
    return format.with_unit(one.value, one.unit, format.decimals(one.value))


def citation(store: Store, name: str, publishers: Sequence[str]) -> str:
    """How to name this dashboard as a source, with the version of the data."""
    if store.demo:
        return f"{name}, demogebied met verzonnen cijfers, gegevensversie {store.version}. Niet om aan te halen."
    return f"{name}, gegevensversie {store.version}, naar cijfers van {format.joined(list(publishers))}."
