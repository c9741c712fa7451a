// Relations with Millom's data about each subscriber.

extension Relation {
    package static let millomSubscriber = Relation(
        "millom_subscriber",
        Wording(
            """
            One row per subscriber read from Millom: its id, and how recent the \
            mirror's data of it is.
            """,
            norwegian: """
                Én rad for hver abonnent som Millom blir spurt om: hvem det er, og hvor ferskt det \
                speilet vet om den, er.
                """),
        storage: .view,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true,
                english: "The id used in calls to Millom: a number's digits, a CPID or an OPET.",
                norwegian: """
                    Id-en som kallene til Millom bruker: sifrene i et nummer, en CPID eller en OPET.
                    """)
        ],
        content: [
            Column(
                "key_type", .text, isKnown: true,
                english: "The kind of the id: MSISDN, CPID or OPET.",
                norwegian: "Hva slags id det er: MSISDN, CPID eller OPET."),
            Column(
                "operator", .text, isKnown: true,
                english: "The operator's name, as agreed with Millom.",
                norwegian: "Operatørens navn, slik det er avtalt med Millom."),
            Column(
                "msisdn", .text, .number,
                english: "The number, as in subscription. NULL: the id is no number.",
                norwegian: "Nummeret, som i subscription. NULL: id-en er ikke et nummer."),
            Column(
                "is_known", .boolean,
                english: """
                    Whether Millom knows the subscriber: 1 or 0, by its newest answer. NULL: it has not \
                    said yet.
                    """,
                norwegian: """
                    Om Millom kjenner abonnenten: 1 eller 0, etter det nyeste svaret. NULL: det har ikke \
                    svart ennå.
                    """),
            Column(
                "error_cause", .text,
                english: """
                    Why the latest try to fetch a record failed, Millom's error code. NULL: nothing failed.
                    """,
                norwegian: """
                    Hvorfor det siste forsøket på å hente et dokument mislyktes, med Milloms ord. NULL: \
                    ingenting mislyktes.
                    """),
            Column(
                "tenure_days", .integer, from: ["balance:$.tenure"],
                english: """
                    For how many days the account had been active when the balance was last fetched. NULL: \
                    not known.
                    """,
                norwegian: """
                    Hvor mange dager kontoen har vært aktiv, da saldoen sist ble hentet. NULL: ikke \
                    kjent.
                    """),
            Column(
                "first_seen_at", .instant,
                english: "When the subscriber was first put on the list to read. UTC.",
                norwegian: "Når speilet første gang skulle spørre om abonnenten. UTC."),
            Column(
                "verified_at", .instant,
                english: """
                    When the mirror last compared one of the subscriber's records with Millom. UTC. \
                    NULL: never, or not known of an earlier time.
                    """,
                norwegian: """
                    Når speilet sist sammenlignet et av abonnentens dokumenter med Millom. UTC. NULL: \
                    aldri, eller ikke kjent for et tidligere tidspunkt.
                    """),
            Column(
                "next_due_at", .instant,
                english: """
                    When a record of the subscriber is due to be fetched next. UTC. NULL: it is no longer \
                    read, or not known of an earlier time.
                    """,
                norwegian: """
                    Når et av abonnentens dokumenter skal hentes neste gang. UTC. NULL: det spørres ikke \
                    lenger, eller ikke kjent for et tidligere tidspunkt.
                    """),
        ],
        indexes: ["msisdn"])

    package static let millomAccount = Relation(
        "millom_account",
        Wording(
            "The account of each subscriber, as Millom last gave it.",
            norwegian: "Kontoen til hver abonnent, slik Millom sist oppga den."),
        history: Wording(
            """
            Every version of every account, with the observations between which it was valid.
            """,
            norwegian: "Hver versjon av hver konto: hva den var, og mellom hvilke to observasjoner."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber.")
        ],
        content: [
            Column(
                "account_type", .text, isRepeated: true,
                from: ["account_info:$.accountType", "balance:$.accountType"],
                english: """
                    PREPAID or POSTPAID; where two documents differ, as the account information says. \
                    NULL: not known.
                    """,
                norwegian: """
                    PREPAID (forhåndsbetalt) eller POSTPAID (etterbetalt); sier to dokumenter hver sitt, \
                    gjelder kontoinformasjonen. NULL: ikke kjent.
                    """),
            Column(
                "account_id", .text, .number, from: ["balance:$.accountId"],
                english: "The operator's id of the account. NULL: not known.",
                norwegian: "Operatørens id på kontoen. NULL: ikke kjent."),
            Column(
                "account_status", .text, isRepeated: true, from: ["balance:$.accountStatus"],
                english: "ACTIVE or INACTIVE. NULL: not known.",
                norwegian: "ACTIVE (aktiv) eller INACTIVE (ikke aktiv). NULL: ikke kjent."),
            Column(
                "rate_plan_id", .text, isRepeated: true, from: ["balance:$.ratePlanId"],
                english: "The operator's id of the main plan. NULL: not known.",
                norwegian: "Operatørens id på hovedabonnementet. NULL: ikke kjent."),
            Column(
                "birth_date", .date, .birth, from: ["balance:$.dateOfBirth"],
                english: "The subscriber's day of birth. NULL: not known.",
                norwegian: "Abonnentens fødselsdato. NULL: ikke kjent."),
            Column(
                "expires_at", .instant, from: ["balance:$.expiry"],
                english: "When the account expires. UTC. NULL: not known, or never.",
                norwegian: "Når kontoen utløper. UTC. NULL: ikke kjent, eller aldri."),
            Column(
                "data_balance", .decimal, from: ["balance:$.dataBalance.balance"],
                english: "The data balance, in the operator's unit. NULL: not known.",
                norwegian: "Datasaldoen, i operatørens enhet. NULL: ikke kjent."),
            Column(
                "data_balance_expires_at", .instant, from: ["balance:$.dataBalance.expiry"],
                english: "When the data balance expires. UTC. NULL: not known, or never.",
                norwegian: "Når datasaldoen utløper. UTC. NULL: ikke kjent, eller aldri."),
        ])

    package static let millomMoneyBalance = Relation(
        "millom_money_balance",
        Wording(
            """
            The money balances of each subscriber. Amounts in different currencies are never \
            added together: use decimal_sum per currency.
            """,
            norwegian: """
                Pengesaldoene til hver abonnent. Beløp i ulike valutaer legges aldri sammen: bruk \
                decimal_sum per valuta.
                """),
        history: Wording(
            "Every version of every money balance.",
            norwegian: "Hver versjon av hver pengesaldo."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "record", .text, isKnown: true,
                english: "The Millom record it comes from: account_info or balance.",
                norwegian: "Dokumentet som har den: account_info eller balance."),
            Column(
                "balance_type", .text, isRepeated: true, from: ["account_info:$.balances[].balanceType"],
                english: """
                    The wallet, such as main, loan or owed; monetary for the one in the balance \
                    document. NULL: not named.
                    """,
                norwegian: """
                    Lommeboken, for eksempel main, loan eller owed; monetary for den i saldodokumentet. \
                    NULL: ikke oppgitt.
                    """),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "amount", .decimal,
                from: ["account_info:$.balances[].balance", "balance:$.monetaryBalance.balance"],
                english: "The amount in decimal digits, exactly as given. NULL: not known.",
                norwegian: "Beløpet i desimalsifre, nøyaktig slik det ble oppgitt. NULL: ikke kjent."),
            Column(
                "currency", .text, isRepeated: true, from: ["account_info:$.currency"],
                english: "The currency, an ISO 4217 code such as NOK. NULL: the document names none.",
                norwegian: "Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen."),
            Column(
                "expires_at", .instant,
                from: ["account_info:$.balances[].expiry", "balance:$.monetaryBalance.expiry"],
                english: "When the money expires. UTC. NULL: not known, or never.",
                norwegian: "Når pengene utløper. UTC. NULL: ikke kjent, eller aldri."),
        ],
        indexes: ["expires_at"])

    package static let millomPlan = Relation(
        "millom_plan",
        Wording(
            "The plans that each subscriber has, such as a data package.",
            norwegian: "Pakkene som hver abonnent har, for eksempel en datapakke."),
        history: Wording(
            "Every version of every plan.",
            norwegian: "Hver versjon av hver pakke."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "plan_id", .text, isKnown: true, isRepeated: true, from: ["balance:$.activePlans[].planId"],
                english: "The operator's id of the plan.",
                norwegian: "Operatørens id på pakken."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "expires_at", .instant, from: ["balance:$.activePlans[].expiry"],
                english: "When the plan expires. UTC. NULL: not known, or never.",
                norwegian: "Når pakken utløper. UTC. NULL: ikke kjent, eller aldri."),
            Column(
                "applications", .text, isRepeated: true, from: ["balance:$.activePlans[].applications[]"],
                english: """
                    What it can be used for, sorted, separated by a comma and a blank, such as music, video. \
                    NULL: not limited, or not known.
                    """,
                norwegian: """
                    Hva den gjelder for, sortert, med komma og mellomrom mellom, for eksempel music, \
                    video. NULL: ikke begrenset, eller ikke kjent.
                    """),
        ],
        indexes: ["plan_id", "expires_at"])

    package static let millomPlanGauge = Relation(
        "millom_plan_gauge",
        Wording(
            "The remaining quota of each plan, by unit.",
            norwegian: "Hva som er igjen av hver pakke, per enhet."),
        history: Wording(
            "Every version of the remaining quota of each plan.",
            norwegian: "Hver versjon av hva som var igjen av hver pakke."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "plan_id", .text, isKnown: true, isRepeated: true, from: ["balance:$.activePlans[].planId"],
                english: "The plan, in millom_plan.",
                norwegian: "Pakken, i millom_plan."),
            Column(
                "plan_occurrence", .integer, isKnown: true,
                english: "Which of the subscriber's plans of that id, in millom_plan.occurrence.",
                norwegian: "Hvilken av abonnentens pakker med den id-en, i millom_plan.occurrence."),
            Column(
                "unit", .text, isRepeated: true, from: ["balance:$.activePlans[].gauge[].unit"],
                english: "What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.",
                norwegian: """
                    Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.
                    """),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "quota", .integer, from: ["balance:$.activePlans[].gauge[].quota"],
                english: "How much the plan began with, in its unit. NULL: unlimited, or not known.",
                norwegian: "Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent."),
            Column(
                "remaining", .integer, from: ["balance:$.activePlans[].gauge[].remaining"],
                english: "How much of it is left, in its unit. NULL: unlimited, or not known.",
                norwegian: "Hvor mye som er igjen, i sin enhet. NULL: ubegrenset, eller ikke kjent."),
            Column(
                "is_unlimited", .boolean,
                english: "1: unlimited, and quota is NULL; 0: limited. NULL: not known.",
                norwegian: "1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent."),
        ],
        indexes: ["plan_id"])

    package static let millomState = Relation(
        "millom_state",
        Wording(
            "Millom's data of each subscriber as a whole.",
            norwegian: "Hva Millom sier om hver abonnent som helhet."),
        history: Wording(
            "Every version of Millom's data of each subscriber as a whole.",
            norwegian: "Hver versjon av hva Millom sa om hver abonnent som helhet."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber.")
        ],
        content: [
            Column(
                "subscriber_state", .text, isRepeated: true, from: ["upsell_offer:$.subscriberState"],
                english: "GOOD_TO_GO, NEED_OFFERS, NEED_LOANS or NEED_TOPUP. NULL: not known.",
                norwegian: """
                    GOOD_TO_GO (alt i orden), NEED_OFFERS (trenger tilbud), NEED_LOANS (kan låne) eller \
                    NEED_TOPUP (må fylle på). NULL: ikke kjent.
                    """)
        ])

    package static let millomOffer = Relation(
        "millom_offer",
        Wording(
            "The offers that each subscriber can activate.",
            norwegian: "Tilbudene som hver abonnent kan aktivere."),
        history: Wording(
            "Every version of every offer.",
            norwegian: "Hver versjon av hvert tilbud."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "plan_id", .text, isKnown: true, isRepeated: true, from: ["upsell_offer:$.offers[].planId"],
                english: "The operator's id of the plan that is offered.",
                norwegian: "Operatørens id på pakken som tilbys."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "type", .text, isRepeated: true, from: ["upsell_offer:$.offers[].type"],
                english: "What kind of plan it is, such as Data. NULL: not known.",
                norwegian: "Hva slags pakke det er, for eksempel Data. NULL: ikke kjent."),
            Column(
                "cost", .decimal, from: ["upsell_offer:$.offers[].cost"],
                english: "The price in decimal digits, exactly as given. NULL: not known.",
                norwegian: "Prisen i desimalsifre, nøyaktig slik den ble oppgitt. NULL: ikke kjent."),
            Column(
                "currency", .text, isRepeated: true, from: ["upsell_offer:$.offers[].costCurrency"],
                english: "The currency, an ISO 4217 code such as NOK. NULL: the document names none.",
                norwegian: "Valutaen, en ISO 4217-kode som NOK. NULL: dokumentet nevner ingen."),
            Column(
                "fund_source", .text, isRepeated: true, from: ["upsell_offer:$.offers[].fundSource"],
                english: "What can pay for it: WALLET, EWALLET, LOAN or FREE. NULL: not named.",
                norwegian: """
                    Hva som kan betale for det: WALLET, EWALLET, LOAN eller FREE. NULL: ikke oppgitt.
                    """),
            Column(
                "offer_context", .text, .number, from: ["upsell_offer:$.offers[].offerContext"],
                english: "The text that an activation has to send back, byte for byte. NULL: none.",
                norwegian: "Teksten som en aktivering må sende tilbake, byte for byte. NULL: ingen."),
        ],
        indexes: ["plan_id"])

    package static let millomOfferQuota = Relation(
        "millom_offer_quota",
        Wording(
            "The content of each offered plan, by unit.",
            norwegian: "Hvor mye hver tilbudte pakke inneholder, per enhet."),
        history: Wording(
            "Every version of the content of each offered plan.",
            norwegian: "Hver versjon av hva hver tilbudte pakke inneholdt."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "plan_id", .text, isKnown: true, isRepeated: true, from: ["upsell_offer:$.offers[].planId"],
                english: "The offer, in millom_offer.",
                norwegian: "Tilbudet, i millom_offer."),
            Column(
                "offer_occurrence", .integer, isKnown: true,
                english: "Which of the subscriber's offers of that id, in millom_offer.occurrence.",
                norwegian: "Hvilket av abonnentens tilbud med den id-en, i millom_offer.occurrence."),
            Column(
                "unit", .text, isRepeated: true, from: ["upsell_offer:$.offers[].quota[].unit"],
                english: "What is counted: bytes, data-minutes, voice-minutes or sms. NULL: not named.",
                norwegian: """
                    Hva som telles: bytes, data-minutes, voice-minutes eller sms. NULL: ikke oppgitt.
                    """),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "quota", .integer, from: ["upsell_offer:$.offers[].quota[].quota"],
                english: "How much the plan began with, in its unit. NULL: unlimited, or not known.",
                norwegian: "Hvor mye pakken begynte med, i sin enhet. NULL: ubegrenset, eller ikke kjent."),
            Column(
                "is_unlimited", .boolean,
                english: "1: unlimited, and quota is NULL; 0: limited. NULL: not known.",
                norwegian: "1: uten grense, slik at quota ikke er et tall; 0: begrenset. NULL: ikke kjent."),
        ],
        indexes: ["plan_id"])

    package static let millomText = Relation(
        "millom_text",
        Wording(
            "The names and descriptions of plans and offers, by language.",
            norwegian: "Navn og beskrivelser av pakker og tilbud, per språk."),
        history: Wording(
            "Every version of every name and description of plans and offers.",
            norwegian: "Hver versjon av hvert navn og hver beskrivelse av pakker og tilbud."),
        storage: .versions,
        identity: [
            Column(
                "subscriber", .text, .number, isKnown: true, refersTo: "millom_subscriber",
                english: "The subscriber, in millom_subscriber.",
                norwegian: "Abonnenten, i millom_subscriber."),
            Column(
                "owner", .text, isKnown: true,
                english: "What it describes: plan or offer.",
                norwegian: "Hva den beskriver: plan (pakke) eller offer (tilbud)."),
            Column(
                "plan_id", .text, isKnown: true, isRepeated: true,
                from: ["balance:$.activePlans[].planId", "upsell_offer:$.offers[].planId"],
                english: "The plan or the offer, in millom_plan or millom_offer.",
                norwegian: "Pakken eller tilbudet, i millom_plan eller millom_offer."),
            Column(
                "owner_occurrence", .integer, isKnown: true,
                english: "Which of the subscriber's plans or offers of that id, in their occurrence.",
                norwegian: "Hvilken av abonnentens pakker eller tilbud med den id-en, i deres occurrence."),
            Column(
                "field", .text, isKnown: true,
                english: "What the text is: name or description.",
                norwegian: "Hva teksten er: name (navn) eller description (beskrivelse)."),
            Column(
                "language", .text, isRepeated: true,
                from: [
                    "balance:$.activePlans[].planName[].language",
                    "balance:$.activePlans[].planDescription[].language",
                    "upsell_offer:$.offers[].planName[].language",
                    "upsell_offer:$.offers[].planDescription[].language",
                ],
                english: "The language, a BCP 47 code such as en-us. NULL: not named.",
                norwegian: "Språket, en BCP 47-kode som en-us. NULL: ikke oppgitt."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the subscriber's rows that are equal in the preceding columns.",
                norwegian: "Teller, fra 1, radene til en abonnent som er like i kolonnene foran."),
        ],
        content: [
            Column(
                "text", .text, isRepeated: true,
                from: [
                    "balance:$.activePlans[].planName[].text",
                    "balance:$.activePlans[].planDescription[].text",
                    "upsell_offer:$.offers[].planName[].text",
                    "upsell_offer:$.offers[].planDescription[].text",
                ],
                english: "The text, for people to read. NULL: not known.",
                norwegian: "Teksten, som er til å lese for folk. NULL: ikke kjent.")
        ])
}
