// Relations whose rows belong to a number.

extension Relation {
    /// Each number ever seen, as it is now; the store itself fills the last six columns.
    package static let subscription = Relation(
        "subscription",
        Wording(
            """
            One row per mobile subscription ever seen, in its current state. Those that are gone stay, \
            with gone_at.
            """,
            norwegian: """
                Én rad for hvert mobilabonnement som noen gang er sett, slik det er nå. De som er borte, \
                blir stående med gone_at.
                """),
        history: Wording(
            "Every version of every subscription, with the observations between which it was valid.",
            norwegian: "Hver versjon av hvert abonnement: hva det var, og mellom hvilke to observasjoner."),
        storage: .view,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, from: ["$.msisdn"],
                english: "The number of the main SIM: digits with the country code, without +, as text.",
                norwegian: "Nummeret på hoved-SIM-et: sifre med landkode, uten +, som tekst.")
        ],
        content: [
            Column(
                "status", .text, isRepeated: true, from: ["$.status"],
                english: """
                    The status, in the API's words: active or barred. NULL: not known.
                    """,
                norwegian: "Statusen med API-ets egne ord: aktiv eller sperret. NULL: ikke kjent."),
            Column(
                "subscription_type_id", .integer, refersTo: "subscription_type", from: ["$.type.id"],
                english: "The id of its row in subscription_type. NULL: not known.",
                norwegian: "Id-en til raden i subscription_type. NULL: ikke kjent."),
            Column(
                "user_reference1", .text, .reference, from: ["$.userReference1"],
                english: """
                    Free text of the company, often a cost centre, exactly as it was typed. NULL: none \
                    given; '' is a text without characters.
                    """,
                norwegian: """
                    Bedriftens fritekst, ofte et kostnadssted, nøyaktig slik den ble skrevet. NULL: ikke \
                    oppgitt; '' er en tekst uten tegn.
                    """),
            Column(
                "user_reference2", .text, .reference, from: ["$.userReference2"],
                english: "A second free text, as user_reference1.",
                norwegian: "En fritekst til, som user_reference1."),
            Column(
                "user_reference3", .text, .reference, from: ["$.userReference3"],
                english: "A third free text, as user_reference1.",
                norwegian: "En tredje fritekst, som user_reference1."),
            Column(
                "valid_from_date", .date, from: ["$.validFromDate"],
                english: "The day from which the subscription is valid, YYYY-MM-DD. NULL: not known.",
                norwegian: "Dagen abonnementet gjelder fra, ÅÅÅÅ-MM-DD. NULL: ikke kjent."),
            Column(
                "valid_to_date", .date, from: ["$.validToDate"],
                english: "The day until which the subscription is valid, YYYY-MM-DD. NULL: no end is set.",
                norwegian: "Dagen abonnementet gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt."),
        ],
        own: [
            Column(
                "account_id", .text, refersTo: "account",
                english: """
                    The id of the invoice account that lists it, in account. NULL: not known, as where the \
                    API grants no accounts.
                    """,
                norwegian: """
                    Id-en til fakturakontoen som har nummeret på listen sin, i account. NULL: ikke kjent, \
                    for eksempel der API-et ikke gir tilgang til kontoer.
                    """),
            Column(
                "first_seen_at", .instant,
                english: "When the mirror first saw the number. UTC, 2026-11-22T13:05:00Z.",
                norwegian: "Når speilet først så nummeret. UTC, 2026-11-22T13:05:00Z."),
            Column(
                "changed_at", .instant,
                english: """
                    When the mirror last saw a change of the subscription, its parties, SIM cards, settings \
                    or add-ons. UTC.
                    """,
                norwegian: """
                    Når speilet sist så en endring i abonnementet, partene, SIM-kortene, innstillingene \
                    eller tilleggstjenestene. UTC.
                    """),
            Column(
                "verified_at", .instant,
                english: """
                    When the mirror last compared the subscription with the API. UTC. NULL: not known, as of \
                    an earlier time.
                    """,
                norwegian: """
                    Når speilet sist sammenlignet abonnementet med API-et. UTC. NULL: ikke kjent, for \
                    eksempel for et tidligere tidspunkt.
                    """),
            Column(
                "gone_at", .instant,
                english: """
                    When the mirror found that the API no longer has the number. UTC. NULL: it is living.
                    """,
                norwegian: "Når speilet oppdaget at API-et ikke lenger har nummeret. UTC. NULL: det lever."),
            Column(
                "gone_reason", .text,
                english: "The API's answer when the number was gone. NULL: it is living.",
                norwegian: "Hva API-et svarte da nummeret var borte. NULL: det lever."),
        ],
        indexes: ["subscription_type_id", "account_id", "changed_at"],
        historyIndexes: ["subscription_type_id", "account_id", "observed_from"])

    package static let party = Relation(
        "party",
        Wording(
            "Who uses, pays for and owns each living subscription: at most one row per role.",
            norwegian: """
                Hvem som bruker, betaler for og eier hvert levende abonnement: høyst én rad per rolle.
                """),
        history: Wording(
            "Every version of every party: who used, paid for and owned a subscription, and when.",
            norwegian: """
                Hver versjon av hver part: hvem som brukte, betalte for og eide et abonnement, og når.
                """),
        storage: .versions,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The party's subscription, in subscription.",
                norwegian: "Abonnementet som parten hører til, i subscription."),
            Column(
                "role", .text, isKnown: true,
                english: "user, payer or owner.",
                norwegian: "user (bruker), payer (betaler) eller owner (eier)."),
        ],
        content: [
            Column(
                "kind", .text,
                english: """
                    person or organization. A person who acts for an organization is a person with an \
                    org_number.
                    """,
                norwegian: """
                    person eller organization. En person som opptrer for en organisasjon, er en person med \
                    org_number.
                    """),
            Column(
                "first_name", .text, .name, from: parties("person.firstName"),
                english: "The person's first name. NULL: not known, or no person.",
                norwegian: "Personens fornavn. NULL: ikke kjent, eller ingen person."),
            Column(
                "middle_name", .text, .name, from: parties("person.middleName"),
                english: "The person's middle name. NULL: not known, none, or no person.",
                norwegian: "Personens mellomnavn. NULL: ikke kjent, finnes ikke, eller ingen person."),
            Column(
                "last_name", .text, .name, from: parties("person.lastName"),
                english: "The person's last name. NULL: not known, or no person.",
                norwegian: "Personens etternavn. NULL: ikke kjent, eller ingen person."),
            Column(
                "birth_date", .date, .birth, from: parties("person.birthDate"),
                english: "The person's day of birth, YYYY-MM-DD. NULL: not known, or no person.",
                norwegian: "Personens fødselsdato, ÅÅÅÅ-MM-DD. NULL: ikke kjent, eller ingen person."),
            Column(
                "org_number", .text, refersTo: "organization", from: parties("organization.orgNumber"),
                english: """
                    The organization's number, in organization. NULL: not known, a placeholder such as N/A \
                    or 0, or no organization.
                    """,
                norwegian: """
                    Organisasjonens nummer, i organization. NULL: ikke kjent, en plassholder som N/A eller \
                    0, eller ingen organisasjon.
                    """),
            Column(
                "organization_name", .text, from: parties("organization.name"),
                english: """
                    The name of an organization that has no number; of one that has, organization has the \
                    name. NULL: not known, or no such organization.
                    """,
                norwegian: """
                    Navnet på en organisasjon uten nummer; for en som har nummer, står navnet i \
                    organization. NULL: ikke kjent, eller ingen slik organisasjon.
                    """),
        ],
        label: "kind",
        indexes: ["org_number"])

    package static let simCard = Relation(
        "sim_card",
        Wording(
            "The SIM cards of each living subscription: the main one, twins and data cards.",
            norwegian: "SIM-kortene til hvert levende abonnement: hovedkortet, tvillingkort og datakort."),
        history: Wording(
            "Every version of every SIM card that a subscription had.",
            norwegian: "Hver versjon av hvert SIM-kort et abonnement har hatt."),
        storage: .versions,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that the card belongs to, in subscription.",
                norwegian: "Abonnementet som kortet hører til, i subscription."),
            Column(
                "icc_id", .text, .number, from: ["$.simCards[].iccId"],
                english: "The number printed on the card (ICCID), digits as text. NULL: not known.",
                norwegian: "Nummeret som er trykt på kortet (ICCID), sifre som tekst. NULL: ikke kjent."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: """
                    Counts, from 1, the cards of one subscription with the same icc_id (without one: the \
                    same sim_msisdn).
                    """,
                norwegian: """
                    Teller, fra 1, kortene på ett abonnement med samme icc_id (uten den: samme sim_msisdn).
                    """),
        ],
        content: [
            Column(
                "sim_msisdn", .text, .number, from: ["$.simCards[].msisdn"],
                english: "The card's own number, digits with the country code as text. NULL: not known.",
                norwegian: "Kortets eget nummer, sifre med landkode som tekst. NULL: ikke kjent."),
            Column(
                "type", .text, isRepeated: true, from: ["$.simCards[].type"],
                english: "What kind of card it is, in the API's words. NULL: not known.",
                norwegian: "Hva slags kort det er, med API-ets ord. NULL: ikke kjent."),
        ],
        fallback: "sim_msisdn",
        label: "type",
        indexes: ["icc_id", "sim_msisdn"])

    package static let setting = Relation(
        "setting",
        Wording(
            "The settings of each living subscription, such as barrings and mailbox.",
            norwegian: "Innstillingene på hvert levende abonnement, for eksempel sperrer og telefonsvarer."),
        history: Wording(
            "Every version of every setting that a subscription had.",
            norwegian: "Hver versjon av hver innstilling et abonnement har hatt."),
        storage: .versions,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that the setting belongs to, in subscription.",
                norwegian: "Abonnementet som innstillingen hører til, i subscription."),
            Column(
                "setting_id", .integer, isKnown: true, from: ["$.settings[].id"],
                english: "The API's number of the setting.",
                norwegian: "API-ets nummer på innstillingen."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the rows of one subscription with the same setting_id.",
                norwegian: "Teller, fra 1, radene på ett abonnement med samme setting_id."),
        ],
        content: [
            Column(
                "name", .text, isRepeated: true, from: ["$.settings[].name"],
                english: "The setting's name. NULL: not known.",
                norwegian: "Navnet på innstillingen. NULL: ikke kjent."),
            Column(
                "active", .boolean, from: ["$.settings[].active"],
                english: "1: on, 0: off, NULL: not known.",
                norwegian: "1: på, 0: av, NULL: ikke kjent."),
            Column(
                "can_activate", .boolean, from: ["$.settings[].canActivate"],
                english: "1: it may be turned on, 0: it may not, NULL: not known.",
                norwegian: "1: den kan slås på, 0: den kan ikke det, NULL: ikke kjent."),
            Column(
                "can_deactivate", .boolean, from: ["$.settings[].canDeactivate"],
                english: "1: it may be turned off, 0: it may not, NULL: not known.",
                norwegian: "1: den kan slås av, 0: den kan ikke det, NULL: ikke kjent."),
        ],
        label: "name",
        indexes: ["setting_id"])

    package static let addOn = Relation(
        "add_on",
        Wording(
            "The add-on products of each living subscription; a product can occur twice.",
            norwegian: "Tilleggstjenestene på hvert levende abonnement; samme produkt kan stå to ganger."),
        history: Wording(
            "Every version of every add-on that a subscription had.",
            norwegian: "Hver versjon av hver tilleggstjeneste et abonnement har hatt."),
        storage: .versions,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that has the add-on, in subscription.",
                norwegian: "Abonnementet som har tilleggstjenesten, i subscription."),
            Column(
                "product_id", .integer, isKnown: true, from: ["$.addOnProducts[].id"],
                english: "The API's number of the product.",
                norwegian: "API-ets nummer på produktet."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the add-ons of one subscription with the same product_id.",
                norwegian: "Teller, fra 1, tilleggstjenestene på ett abonnement med samme product_id."),
        ],
        content: [
            Column(
                "name", .text, isRepeated: true, from: ["$.addOnProducts[].name"],
                english: "The product's name. NULL: not known.",
                norwegian: "Navnet på produktet. NULL: ikke kjent."),
            Column(
                "cancellable", .boolean, from: ["$.addOnProducts[].cancellable"],
                english: "1: it may be cancelled, 0: it may not, NULL: not known.",
                norwegian: "1: den kan sies opp, 0: den kan ikke det, NULL: ikke kjent."),
            Column(
                "valid_to", .date, from: ["$.addOnProducts[].validTo"],
                english: "The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.",
                norwegian: """
                    Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.
                    """),
        ],
        label: "name",
        indexes: ["product_id"])

    package static let subscriptionBinding = Relation(
        "subscription_binding",
        Wording(
            "Binding periods of each living subscription's own product.",
            norwegian: "Bindingstidene for hvert levende abonnements eget produkt."),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that is bound, in subscription.",
                norwegian: "Abonnementet som er bundet, i subscription."),
            Column(
                "name", .text, isRepeated: true, from: ["$.type.bindings[].name"],
                english: "The binding's name. NULL: not known.",
                norwegian: "Navnet på bindingen. NULL: ikke kjent."),
            Column(
                "type", .text, isRepeated: true, from: ["$.type.bindings[].type"],
                english: "The binding's type, in the API's words. NULL: not known.",
                norwegian: "Typen binding, med API-ets ord. NULL: ikke kjent."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the bindings of one subscription with the same name and type.",
                norwegian: "Teller, fra 1, bindingene på ett abonnement med samme navn og type."),
        ])

    package static let addOnBinding = Relation(
        "add_on_binding",
        Wording(
            "Binding periods of add-ons.",
            norwegian: "Bindingstidene for tilleggstjenester."),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that has the add-on, in subscription.",
                norwegian: "Abonnementet som har tilleggstjenesten, i subscription."),
            Column(
                "product_id", .integer, isKnown: true,
                english: "The add-on's product; with add_on_occurrence its row in add_on.",
                norwegian: "Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on."),
            Column(
                "add_on_occurrence", .integer, isKnown: true,
                english: "The occurrence of the add-on that is bound, in add_on.",
                norwegian: "Hvilken forekomst av tilleggstjenesten som er bundet, i add_on."),
            Column(
                "name", .text, isRepeated: true, from: ["$.addOnProducts[].bindings[].name"],
                english: "The binding's name. NULL: not known.",
                norwegian: "Navnet på bindingen. NULL: ikke kjent."),
            Column(
                "type", .text, isRepeated: true, from: ["$.addOnProducts[].bindings[].type"],
                english: "The binding's type, in the API's words. NULL: not known.",
                norwegian: "Typen binding, med API-ets ord. NULL: ikke kjent."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: "Counts, from 1, the bindings of one add-on with the same name and type.",
                norwegian: "Teller, fra 1, bindingene på én tilleggstjeneste med samme navn og type."),
        ])

    package static let subscriptionUsageQuota = Relation(
        "subscription_usage_quota",
        Wording(
            "The usage quotas included in each living subscription's own product: data, calls, messages.",
            norwegian: """
                Hva som er inkludert i hvert levende abonnements eget produkt: data, samtaler, meldinger.
                """),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that includes it, in subscription.",
                norwegian: "Abonnementet som inkluderer den, i subscription."),
            Column(
                "name", .text, isRepeated: true, from: ["$.type.usageQuoutas[].name"],
                english: "The quota's name. NULL: not known.",
                norwegian: "Navnet på kvoten. NULL: ikke kjent."),
            Column(
                "unit", .text, isRepeated: true, from: ["$.type.usageQuoutas[].unit"],
                english: "The unit of value, in the API's words, such as GB. NULL: not known.",
                norwegian: "Enheten for value, med API-ets ord, for eksempel GB. NULL: ikke kjent."),
            Column(
                "traffic_type", .text, isRepeated: true, from: ["$.type.usageQuoutas[].trafficType"],
                english: "The kind of traffic, in the API's words. NULL: not known.",
                norwegian: "Hva slags trafikk den gjelder, med API-ets ord. NULL: ikke kjent."),
            Column(
                "quota_type", .text, isRepeated: true, from: ["$.type.usageQuoutas[].quotaType"],
                english: "What kind of quota it is, in the API's words. NULL: not known.",
                norwegian: "Hva slags kvote det er, med API-ets ord. NULL: ikke kjent."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: """
                    Counts, from 1, the quotas of one subscription with the same name, unit, traffic_type \
                    and quota_type.
                    """,
                norwegian: """
                    Teller, fra 1, kvotene på ett abonnement med samme name, unit, traffic_type og \
                    quota_type.
                    """),
        ],
        content: [
            Column(
                "value", .number, from: ["$.type.usageQuoutas[].value"],
                english: """
                    How much is included, in unit: a whole number, or one with decimals. NULL: not known.
                    """,
                norwegian: """
                    Hvor mye som er inkludert, i unit: et helt tall eller et tall med desimaler. NULL: ikke \
                    kjent.
                    """),
            Column(
                "valid_to", .date, from: ["$.type.usageQuoutas[].validTo"],
                english: "The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.",
                norwegian: """
                    Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.
                    """),
        ])

    package static let addOnUsageQuota = Relation(
        "add_on_usage_quota",
        Wording(
            "The usage quotas included in add-ons: data, calls, messages.",
            norwegian: "Hva som er inkludert i tilleggstjenester: data, samtaler, meldinger."),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that has the add-on, in subscription.",
                norwegian: "Abonnementet som har tilleggstjenesten, i subscription."),
            Column(
                "product_id", .integer, isKnown: true,
                english: "The add-on's product; with add_on_occurrence its row in add_on.",
                norwegian: "Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on."),
            Column(
                "add_on_occurrence", .integer, isKnown: true,
                english: "The occurrence of the add-on that includes it, in add_on.",
                norwegian: "Hvilken forekomst av tilleggstjenesten som inkluderer den, i add_on."),
            Column(
                "name", .text, isRepeated: true, from: ["$.addOnProducts[].usageQuotas[].name"],
                english: "The quota's name. NULL: not known.",
                norwegian: "Navnet på kvoten. NULL: ikke kjent."),
            Column(
                "unit", .text, isRepeated: true, from: ["$.addOnProducts[].usageQuotas[].unit"],
                english: "The unit of value, in the API's words, such as GB. NULL: not known.",
                norwegian: "Enheten for value, med API-ets ord, for eksempel GB. NULL: ikke kjent."),
            Column(
                "traffic_type", .text, isRepeated: true,
                from: ["$.addOnProducts[].usageQuotas[].trafficType"],
                english: "The kind of traffic, in the API's words. NULL: not known.",
                norwegian: "Hva slags trafikk den gjelder, med API-ets ord. NULL: ikke kjent."),
            Column(
                "quota_type", .text, isRepeated: true, from: ["$.addOnProducts[].usageQuotas[].quotaType"],
                english: "What kind of quota it is, in the API's words. NULL: not known.",
                norwegian: "Hva slags kvote det er, med API-ets ord. NULL: ikke kjent."),
            Column(
                "occurrence", .integer, isKnown: true,
                english: """
                    Counts, from 1, the quotas of one add-on with the same name, unit, traffic_type and \
                    quota_type.
                    """,
                norwegian: """
                    Teller, fra 1, kvotene på én tilleggstjeneste med samme name, unit, traffic_type og \
                    quota_type.
                    """),
        ],
        content: [
            Column(
                "value", .number, from: ["$.addOnProducts[].usageQuotas[].value"],
                english: """
                    How much is included, in unit: a whole number, or one with decimals. NULL: not known.
                    """,
                norwegian: """
                    Hvor mye som er inkludert, i unit: et helt tall eller et tall med desimaler. NULL: ikke \
                    kjent.
                    """),
            Column(
                "valid_to", .date, from: ["$.addOnProducts[].usageQuotas[].validTo"],
                english: "The day until which it is valid, YYYY-MM-DD. NULL: no end is set, or not known.",
                norwegian: """
                    Dagen det gjelder til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato er satt, eller ikke kjent.
                    """),
        ])

    package static let addOnOrderType = Relation(
        "add_on_order_type",
        Wording(
            "The ways in which an add-on may be ordered.",
            norwegian: "Måtene en tilleggstjeneste kan bestilles på."),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that has the add-on, in subscription.",
                norwegian: "Abonnementet som har tilleggstjenesten, i subscription."),
            Column(
                "product_id", .integer, isKnown: true,
                english: "The add-on's product; with add_on_occurrence its row in add_on.",
                norwegian: "Produktet tilleggstjenesten er; sammen med add_on_occurrence raden i add_on."),
            Column(
                "add_on_occurrence", .integer, isKnown: true,
                english: "The occurrence of the add-on, in add_on.",
                norwegian: "Hvilken forekomst av tilleggstjenesten det er, i add_on."),
            Column(
                "order_type", .text, isKnown: true, isRepeated: true,
                from: ["$.addOnProducts[].orderTypes[]"],
                english: "The way of ordering, in the API's words.",
                norwegian: "Bestillingsmåten, med API-ets ord."),
        ])

    package static let orderableAddOn = Relation(
        "orderable_add_on",
        Wording(
            "Add-on products that could be ordered for a subscription. Filled only where that is turned on.",
            norwegian: """
                Tilleggstjenester som kunne bestilles til et abonnement. Fylles bare der det er slått på.
                """),
        storage: .rows, past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that the product could be ordered for, in subscription.",
                norwegian: "Abonnementet som produktet kunne bestilles til, i subscription."),
            Column(
                "product_id", .integer, isKnown: true,
                english: "The API's number of the product.",
                norwegian: "API-ets nummer på produktet."),
        ],
        content: [
            Column(
                "name", .text, isRepeated: true,
                english: "The product's name. NULL: not known.",
                norwegian: "Navnet på produktet. NULL: ikke kjent."),
            Column(
                "cancellable", .boolean,
                english: "1: it could be cancelled once ordered, 0: it could not, NULL: not known.",
                norwegian: """
                    1: den kunne sies opp etter bestilling, 0: den kunne ikke det, NULL: ikke kjent.
                    """),
            Column(
                "valid_to", .date,
                english: "The day until which it would be valid, YYYY-MM-DD. NULL: no end, or not known.",
                norwegian: """
                    Dagen den ville gjelde til, ÅÅÅÅ-MM-DD. NULL: ingen sluttdato, eller ikke kjent.
                    """),
        ],
        indexes: ["product_id"])

    /// Internal: the unreadable values of a number's detail.
    package static let unreadable = Relation(
        "_unreadable",
        Wording(
            "The values of a number that could not be read.",
            norwegian: "Verdiene for et nummer som ikke kunne leses."),
        storage: .versions,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription.", norwegian: "Abonnementet."),
            Column(
                "path", .text, isKnown: true, isRepeated: true, english: "The path in the document.",
                norwegian: "Hvor i dokumentet."),
        ],
        content: [
            Column("count", .integer, isKnown: true, english: "How many.", norwegian: "Hvor mange.")
        ])
}

/// The same path in the document for each of the three parties.
private func parties(_ place: String) -> [String] {
    ["user", "payer", "owner"].map { "$.\($0).\(place)" }
}
