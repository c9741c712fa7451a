// Relations that the mirror derives, and those that record the agent's own work.

extension Relation {
    package static let change = Relation(
        "change",
        Wording(
            """
            Changes and when they were seen, derived from the _history relations: a row per changed field, or \
            per row added or removed.
            """,
            norwegian: """
                Hva som ble endret og når det ble sett, utledet av _history-relasjonene: én rad per felt, \
                eller per rad som kom eller gikk.
                """),
        storage: .view,
        content: [
            Column(
                "observed_at", .instant, isKnown: true,
                english: "When the mirror saw the change; it happened some time before. UTC.",
                norwegian: "Når speilet så endringen; den skjedde en stund før. UTC."),
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription",
                english: "The subscription that changed.",
                norwegian: "Abonnementet som ble endret."),
            Column(
                "relation", .text, isKnown: true,
                english: "The relation: subscription, party, sim_card, setting or add_on.",
                norwegian: "Hva av det: subscription, party, sim_card, setting eller add_on."),
            Column(
                "item", .text, .mixed,
                english: """
                    The row of that relation: the msisdn, role, ICCID (else the card's number), setting id \
                    or product id; from the second occurrence on with #2, #3, …
                    """,
                norwegian: """
                    Hvilken rad i den relasjonen: msisdn, rolle, ICCID (ellers kortets nummer), \
                    innstillings-id eller produkt-id; fra andre forekomst av med #2, #3, …
                    """),
            Column(
                "field", .text,
                english: "The changed column. NULL: the whole row was added or removed.",
                norwegian: "Kolonnen som ble endret. NULL: hele raden kom eller gikk."),
            Column(
                "old_value", .text, .mixed,
                english: "The old value, as text. NULL: not known, or the row was added.",
                norwegian: "Hva den var, som tekst. NULL: ikke kjent, eller raden kom."),
            Column(
                "new_value", .text, .mixed,
                english: "The new value, as text. NULL: not known, or the row was removed.",
                norwegian: "Hva den er, som tekst. NULL: ikke kjent, eller raden gikk."),
            Column(
                "kind", .text, isKnown: true,
                english: "added, removed or changed.",
                norwegian: "added (kom), removed (gikk) eller changed (endret)."),
        ],
        order: ["observed_at", "msisdn", "relation", "item", "field", "kind", "old_value", "new_value"],
        indexes: ["observed_at"])

    package static let subscriptionFlat = Relation(
        "subscription_flat",
        Wording(
            """
            One wide row for each number that the API lists, for a spreadsheet. Numbers that are gone \
            stand in subscription alone.
            """,
            norwegian: """
                Én bred rad for hvert nummer API-et har på listen, til et regneark. Numre som er borte, står \
                bare i subscription.
                """),
        storage: .view,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true, refersTo: "subscription", from: ["$.msisdn"],
                english: "The number of the main SIM: digits with the country code, as text.",
                norwegian: "Nummeret på hoved-SIM-et: sifre med landkode, som tekst.")
        ],
        content: [
            Column(
                "state", .text, isKnown: true, from: ["$.status", "$.validToDate"],
                english: """
                    The subscription's state on the day of the last run (in a copy as of an earlier day: on \
                    that day): in use; barred; on notice (its last day has not passed); ended (it has \
                    passed, or the status is TERMINATED, and the number is still listed); status unknown.
                    """,
                norwegian: """
                    Hva abonnementet er den dagen siste kjøring gikk (i en kopi av en tidligere dag: den \
                    dagen): in use (i bruk); barred (sperret); on notice (siste dag er ikke over); ended \
                    (den er over, eller statusen er TERMINATED, og nummeret står fortsatt på listen); status \
                    unknown (status ukjent).
                    """),
            Column(
                "status", .text, from: ["$.status"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "subscription_type_id", .integer, refersTo: "subscription_type", from: ["$.type.id"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "subscription_type", .text, from: ["$.type.name"],
                english: "The name of the type. NULL: not known.",
                norwegian: "Navnet på typen. NULL: ikke kjent."),
            Column(
                "payment_type", .text, from: ["$.type.paymentType"],
                english: "As in subscription_type.",
                norwegian: "Som i subscription_type."),
            Column(
                "access_type", .text, from: ["$.type.accessType"],
                english: "As in subscription_type.",
                norwegian: "Som i subscription_type."),
            Column(
                "user_reference1", .text, .reference, from: ["$.userReference1"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "user_reference2", .text, .reference, from: ["$.userReference2"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "user_reference3", .text, .reference, from: ["$.userReference3"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "valid_from_date", .date, from: ["$.validFromDate"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "valid_to_date", .date, from: ["$.validToDate"],
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "account_id", .text, refersTo: "account",
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "account_reference1", .text, .reference,
                english: "The account's reference1. NULL: none given, or no account known.",
                norwegian: "Kontoens reference1. NULL: ikke oppgitt, eller ingen konto kjent."),
            Column(
                "user_kind", .text,
                english: "Whether the user is a person or an organization. NULL: no user known.",
                norwegian: "Om brukeren er en person eller en organisasjon. NULL: ingen bruker kjent."),
            Column(
                "user_name", .text, .name,
                from: ["$.user.person.firstName", "$.user.person.middleName", "$.user.person.lastName"],
                english: """
                    First, middle and last name of the person who uses it, with blanks between. NULL: not \
                    known, or no person.
                    """,
                norwegian: """
                    Fornavn, mellomnavn og etternavn på personen som bruker det, med mellomrom mellom. NULL: \
                    ikke kjent, eller ingen person.
                    """),
            Column(
                "user_organization", .text, from: ["$.user.organization.name"],
                english: "The name of the organization that the user belongs to or is. NULL: not known.",
                norwegian: "Navnet på organisasjonen brukeren hører til eller er. NULL: ikke kjent."),
            Column(
                "payer_name", .text, .name,
                from: ["$.payer.person.firstName", "$.payer.person.middleName", "$.payer.person.lastName"],
                english: "The name of the person who pays. NULL: not known, or no person.",
                norwegian: "Navnet på personen som betaler. NULL: ikke kjent, eller ingen person."),
            Column(
                "payer_organization", .text, from: ["$.payer.organization.name"],
                english: "The name of the organization that pays. NULL: not known.",
                norwegian: "Navnet på organisasjonen som betaler. NULL: ikke kjent."),
            Column(
                "owner_org_number", .text, refersTo: "organization", from: ["$.owner.organization.orgNumber"],
                english: "The number of the organization that owns it. NULL: not known.",
                norwegian: "Nummeret på organisasjonen som eier det. NULL: ikke kjent."),
            Column(
                "owner_organization", .text, from: ["$.owner.organization.name"],
                english: "The name of the organization that owns it. NULL: not known.",
                norwegian: "Navnet på organisasjonen som eier det. NULL: ikke kjent."),
            Column(
                "sim_card_count", .integer, from: ["$.simCards"],
                english: "How many SIM cards it has.",
                norwegian: "Hvor mange SIM-kort det har."),
            Column(
                "add_on_count", .integer, from: ["$.addOnProducts"],
                english: "How many add-ons it has.",
                norwegian: "Hvor mange tilleggstjenester det har."),
            Column(
                "add_on_names", .text, from: ["$.addOnProducts[].name"],
                english: "The names of its add-ons, with ; between, by product id. NULL: none.",
                norwegian: "Navnene på tilleggstjenestene, med ; mellom, etter produkt-id. NULL: ingen."),
            Column(
                "first_seen_at", .instant,
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "changed_at", .instant,
                english: "As in subscription.",
                norwegian: "Som i subscription."),
            Column(
                "verified_at", .instant,
                english: "As in subscription.",
                norwegian: "Som i subscription."),
        ],
        indexes: ["subscription_type_id", "account_id"])

    package static let syncRun = Relation(
        "sync_run",
        Wording(
            "One row per run of the agent.",
            norwegian: "Én rad for hver kjøring av agenten."),
        identity: [
            Column(
                "id", .integer, isKnown: true,
                english: "The run's number.",
                norwegian: "Teller kjøringene.")
        ],
        content: [
            Column(
                "source", .text,
                english: """
                    The run's source: telenor (the subscriptions), millom (balances and offers) or documents (the \
                    kept documents, read again without a request).
                    """,
                norwegian: """
                    Kjøringens kilde: telenor (abonnementene), millom (saldoer og tilbud) eller documents (de \
                    lagrede dokumentene, lest på nytt uten forespørsler).
                    """),
            Column(
                "kind", .text,
                english: """
                    The run's purpose: backfill (the first full load), incremental (changes only), reconcile (a \
                    comparison with the complete list) or renormalize (the kept documents read again: changes \
                    observed at its started_at are changes of this program's reading, not of the subscriptions).
                    """,
                norwegian: """
                    Kjøringens formål: backfill (første fulle innlasting), incremental (bare endringer), reconcile \
                    (sammenligning med den fullstendige listen) eller renormalize (de lagrede dokumentene lest på \
                    nytt: endringer observert ved kjøringens started_at er endringer i dette programmets lesning, \
                    ikke i abonnementene).
                    """),
            Column(
                "started_at", .instant,
                english: "When the run began. UTC.",
                norwegian: "Når kjøringen begynte. UTC."),
            Column(
                "finished_at", .instant,
                english: "When the run ended. UTC. NULL: it is running, or it was killed.",
                norwegian: "Når kjøringen sluttet. UTC. NULL: den pågår, eller den ble avbrutt."),
            Column(
                "outcome", .text,
                english: """
                    complete: the mirror equals the API; partial: numbers are still to be fetched; failed. \
                    NULL: it is running, or it was killed.
                    """,
                norwegian: """
                    complete: speilet er likt API-et; partial: det gjenstår numre å hente; failed: den \
                    mislyktes. NULL: den pågår, eller den ble avbrutt.
                    """),
            Column(
                "requests", .integer,
                english: "How many requests were sent, refused ones included.",
                norwegian: "Hvor mange forespørsler som ble sendt, også de som ble avvist."),
            Column(
                "throttled", .integer,
                english: """
                    How many of them the API refused because they came too fast or too many (HTTP 429).
                    """,
                norwegian: """
                    Hvor mange av dem API-et avviste fordi de kom for tett eller var for mange (HTTP 429).
                    """),
            Column(
                "fetched", .integer,
                english: "How many subscriptions were fetched; of millom, how many records of subscribers.",
                norwegian:
                    "Hvor mange abonnementer som ble hentet; for millom hvor mange dokumenter om abonnenter."),
            Column(
                "changed", .integer,
                english: "How many of those were new or different.",
                norwegian: "Hvor mange av dem som var nye eller endret."),
            Column(
                "gone", .integer,
                english: "How many subscriptions were found gone.",
                norwegian: "Hvor mange abonnementer som viste seg å være borte."),
            Column(
                "quarantined", .integer,
                english: "How many numbers were set aside, see quarantine.",
                norwegian: "Hvor mange numre som ble satt til side, se quarantine."),
            Column(
                "refreshed", .integer,
                english: """
                    How many of the fetched ones were fetched only because their verification was the oldest.
                    """,
                norwegian: """
                    Hvor mange av de hentede som ble hentet bare fordi det var lengst siden de var \
                    kontrollert.
                    """),
            Column(
                "missed", .integer,
                english: """
                    How many changes an earlier refresh had found that this run's search did not list: \
                    refreshed and missed together are the miss rate of the search.
                    """,
                norwegian: """
                    Hvor mange endringer en tidligere oppfriskning hadde funnet, som søket i denne kjøringen \
                    ikke viste: refreshed og missed er til sammen søkets feilrate.
                    """),
            Column(
                "error", .text,
                english: "Why it failed or did not finish. NULL: none.",
                norwegian: "Hvorfor den mislyktes eller ikke ble ferdig. NULL: ingenting å si."),
            Column(
                "version", .text,
                english: "The version of submirror that made the run. NULL: older than 0.1.0.",
                norwegian: "Versjonen av submirror som utførte kjøringen. NULL: eldre enn 0.1.0."),
        ])

    package static let coverage = Relation(
        "coverage",
        Wording(
            """
            The periods whose changes a search has listed. If they leave no gap, no change \
            is missing.
            """,
            norwegian: """
                Tidsrommene der et søk har vist alle endringer. Der det ikke er hull mellom dem, mangler \
                ingen endring.
                """),
        content: [
            Column(
                "from_at", .instant,
                english: "The beginning, by the API's clock. UTC.",
                norwegian: "Fra når, etter API-ets klokke. UTC."),
            Column(
                "to_at", .instant,
                english: "The end, by the API's clock. UTC.",
                norwegian: "Til når, etter API-ets klokke. UTC."),
            Column(
                "run_id", .integer,
                english: "The run that searched, in sync_run.",
                norwegian: "Kjøringen som søkte, i sync_run."),
            Column(
                "pages", .integer,
                english: "How many pages the search returned.",
                norwegian: "Hvor mange sider søket hadde."),
            Column(
                "passes", .integer,
                english: "How many times it was repeated until it returned nothing new.",
                norwegian: "Hvor mange ganger det ble gjentatt til det ikke kom noe nytt."),
            Column(
                "rows", .integer,
                english: "How many rows it listed, duplicates included.",
                norwegian: "Hvor mange rader det viste, der de som kom to ganger, er talt to ganger."),
        ],
        order: ["from_at", "to_at", "run_id", "pages", "passes", "rows"])

    package static let anomaly = Relation(
        "anomaly",
        Wording(
            """
            Forms in the API's documents that its documentation does not describe, counted by place. Unreadable values \
            are NULL in their relation.
            """,
            norwegian: """
                Hva i API-ets dokumenter som ikke var som dokumentert, talt per sted. Verdier som ikke kunne \
                leses, er NULL i relasjonen sin.
                """),
        past: .unknown,
        identity: [
            Column(
                "path", .text, isKnown: true,
                english: """
                    The path in the document, such as $.settings[].active; for Millom's documents preceded by the document's name, \
                    such as balance:$.activePlans[].expiry.
                    """,
                norwegian: """
                    Hvor i dokumentet, for eksempel $.settings[].active; for Milloms med navnet foran, for \
                    eksempel balance:$.activePlans[].expiry.
                    """),
            Column(
                "kind", .text, isKnown: true,
                english: """
                    unknown_key, unreadable_value, missing_required, duplicate_key (it occurs twice in an \
                    object; the last value counts), or unexpected_form (it was read, though it is not \
                    written as documented).
                    """,
                norwegian: """
                    unknown_key (ukjent nøkkel), unreadable_value (verdi som ikke kan leses), \
                    missing_required (mangler), duplicate_key (den står to ganger i et objekt; den siste \
                    verdien gjelder), eller unexpected_form (den ble lest, men er ikke skrevet som \
                    dokumentert).
                    """),
        ],
        content: [
            Column(
                "count", .integer,
                english: "How many times it was seen.",
                norwegian: "Hvor ofte det er sett."),
            Column(
                "first_seen_at", .instant,
                english: "When it was first seen. UTC.",
                norwegian: "Når det først ble sett. UTC."),
            Column(
                "last_seen_at", .instant,
                english: "When it was last seen. UTC.",
                norwegian: "Når det sist ble sett. UTC."),
            Column(
                "example", .text,
                english: """
                    The form of one such value, with letters and digits masked. NULL: none to show.
                    """,
                norwegian: """
                    Formen på en slik verdi, med bokstaver og sifre maskert. NULL: det er ingen å vise.
                    """),
        ])

    package static let quarantine = Relation(
        "quarantine",
        Wording(
            "Numbers that could not be fetched or read; they are retried.",
            norwegian: "Numre som ikke kunne hentes eller leses og ble satt til side; de prøves på nytt."),
        past: .unknown,
        identity: [
            Column(
                "msisdn", .text, .number, isKnown: true,
                english: "The number, digits with the country code as text.",
                norwegian: "Nummeret, sifre med landkode som tekst.")
        ],
        content: [
            Column(
                "stage", .text,
                english: "fetch: the API did not return it; normalize: its document could not be read.",
                norwegian: "fetch: API-et ga det ikke; normalize: dokumentet kunne ikke leses."),
            Column(
                "error", .text,
                english: "The error of the last try.",
                norwegian: "Hva som gikk galt ved siste forsøk."),
            Column(
                "attempts", .integer,
                english: "How many tries have failed, from 1.",
                norwegian: "Hvor mange forsøk som har mislyktes, fra 1."),
            Column(
                "first_failed_at", .instant,
                english: "When the first try failed. UTC.",
                norwegian: "Når det første forsøket mislyktes. UTC."),
            Column(
                "next_attempt_at", .instant,
                english: "The earliest time of the next try. UTC.",
                norwegian: "Når det tidligst prøves på nytt. UTC."),
        ])

    package static let snapshotInfo = Relation(
        "snapshot_info",
        Wording(
            "One row: the time and completeness of this copy.",
            norwegian: "Én rad: hvor gammel denne kopien er, og hvor fullstendig."),
        storage: .view,
        content: [
            Column(
                "as_of", .instant,
                english: """
                    When the last complete run ended; in a copy as of an earlier time, that time. UTC. NULL: \
                    no complete run yet.
                    """,
                norwegian: """
                    Når den siste fullstendige kjøringen sluttet; i en kopi av et tidligere tidspunkt: det \
                    tidspunktet. UTC. NULL: ingen kjøring har vært fullstendig.
                    """),
            Column(
                "mirror_id", .text,
                english: """
                    The mirror's own id, chosen at random when it was made. Two copies with different ids \
                    are of different mirrors.
                    """,
                norwegian: """
                    Speilets egen id, valgt tilfeldig da det ble laget. To kopier med ulike id-er er av \
                    ulike speil.
                    """),
            Column(
                "run_id", .integer,
                english: "That run, in sync_run. NULL: no complete run yet.",
                norwegian: "Den kjøringen, i sync_run. NULL: ingen kjøring har vært fullstendig."),
            Column(
                "schema_version", .integer,
                english: "The version of the relations and their columns.",
                norwegian: "Teller endringene av relasjonene og kolonnene."),
            Column(
                "privacy", .text,
                english: "The privacy level of this copy: full, names-only, pseudonymous or minimal.",
                norwegian: """
                    Hvilke av de personlige kolonnene som er med: full, names-only, pseudonymous eller \
                    minimal.
                    """),
            Column(
                "gapless_since", .instant,
                english: """
                    The time from which every change that the API's search shows is here. UTC. NULL: no search yet.
                    """,
                norwegian: """
                    Fra når alle endringer som API-ets søk viser, er med her. UTC. NULL: ikke noe søk ennå.
                    """),
            Column(
                "subscription_count", .integer,
                english: "How many subscriptions are living.",
                norwegian: "Hvor mange abonnementer som lever."),
            Column(
                "verified_within_1_day_count", .integer,
                english: """
                    How many of them were compared with the API in the last 24 hours before as_of. NULL: not \
                    known of an earlier time.
                    """,
                norwegian: """
                    Hvor mange av dem som ble sammenlignet med API-et de siste 24 timene før as_of. NULL: \
                    ikke kjent for et tidligere tidspunkt.
                    """),
            Column(
                "verified_within_7_days_count", .integer,
                english: "The same, in the last 7 days before as_of. NULL: not known of an earlier time.",
                norwegian: """
                    Det samme, de siste 7 dagene før as_of. NULL: ikke kjent for et tidligere tidspunkt.
                    """),
            Column(
                "verified_within_30_days_count", .integer,
                english: "The same, in the last 30 days before as_of. NULL: not known of an earlier time.",
                norwegian: """
                    Det samme, de siste 30 dagene før as_of. NULL: ikke kjent for et tidligere tidspunkt.
                    """),
            Column(
                "unreadable_value_count", .integer,
                english: """
                    How many values of the listed numbers could not be read at that moment; each is NULL in \
                    its relation.
                    """,
                norwegian: """
                    Hvor mange verdier for numrene på listen som ikke kunne leses i det øyeblikket; hver av \
                    dem er NULL i relasjonen sin.
                    """),
            Column(
                "unreadable_list_row_count", .integer,
                english: """
                    How many rows of the latest lists could not be read. 0: the lists are complete; otherwise \
                    numbers may be missing. NULL: not known of an earlier time.
                    """,
                norwegian: """
                    Hvor mange rader i de nyeste listene som ikke kunne leses. 0: listene er fullstendige; \
                    ellers kan numre mangle. NULL: ikke kjent for et tidligere tidspunkt.
                    """),
            Column(
                "quarantined_count", .integer,
                english: """
                    How many numbers are set aside. See quarantine. NULL: not known of an earlier time.
                    """,
                norwegian: """
                    Hvor mange numre som er satt til side. Se quarantine. NULL: ikke kjent for et tidligere \
                    tidspunkt.
                    """),
            Column(
                "program_version", .text,
                english: """
                    The version of submirror that made the run run_id. NULL: no run has been complete, or older \
                    than 0.1.0.
                    """,
                norwegian: """
                    Versjonen av submirror som utførte kjøringen run_id. NULL: ingen kjøring har vært \
                    fullstendig, eller eldre enn 0.1.0.
                    """),
        ],
        order: ["as_of"])

    package static let completeness = Relation(
        "completeness",
        Wording(
            """
            How complete the mirror is at its as_of: a row for each measure, and for each gap, reason or column \
            that it counts.
            """,
            norwegian: """
                Hvor fullstendig speilet er ved as_of: én rad for hvert mål, og for hvert hull, hver årsak eller \
                kolonne som det teller.
                """),
        storage: .view,
        content: [
            Column(
                "source", .text, isKnown: true,
                english: "The API: telenor.",
                norwegian: "API-et det gjelder: telenor."),
            Column(
                "measure", .text, isKnown: true,
                english: """
                    gapless (between from_at and to_at every change that the search shows is here), gap (between \
                    them changes may be missing), history (before from_at retention has removed versions or \
                    numbers), verified (numbers compared with the API since from_at), missed \
                    (changes that the search had not shown, among details fetched again since from_at), \
                    unconfirmed (numbers waiting for their detail or a decision), quarantined (numbers set \
                    aside), unreadable (numbers with a value that could not be read, by column) or \
                    unreadable_list_row (rows of the newest lists).
                    """,
                norwegian: """
                    gapless (mellom from_at og to_at er alle endringer som søket viser, med her), gap (mellom dem \
                    kan endringer mangle), history (før from_at har oppbevaringsreglene fjernet versjoner eller \
                    numre), verified (numre sammenlignet med API-et siden from_at), missed \
                    (endringer som søket ikke hadde vist, blant detaljer hentet på nytt siden from_at), \
                    unconfirmed (numre som venter på detaljen sin eller på en avgjørelse), quarantined (numre satt \
                    til side), unreadable (numre med en verdi som ikke kunne leses, per kolonne) eller \
                    unreadable_list_row (rader i de nyeste listene).
                    """),
            Column(
                "detail", .text,
                english: "The reason, period or column counted.",
                norwegian: "Grunnen, tidsrommet eller kolonnen som telles."),
            Column(
                "count", .integer,
                english: "How many. NULL: nothing to count, or not known of an earlier time.",
                norwegian: "Hvor mange. NULL: ingenting å telle, eller ikke kjent for et tidligere tidspunkt."
            ),
            Column(
                "of_count", .integer,
                english: "The total that it is a part of. NULL: it has none.",
                norwegian: "Av hvor mange. NULL: av ingenting som telles."),
            Column(
                "from_at", .instant,
                english:
                    "The beginning of its period, or since when the first one has been waiting. UTC.",
                norwegian: "Begynnelsen av tiden det gjelder, eller siden når den første av dem venter. UTC."),
            Column(
                "to_at", .instant,
                english: "The end of its period. UTC.",
                norwegian: "Slutten av den tiden. UTC."),
        ],
        order: ["source", "measure", "detail", "from_at"])

    package static let dataDictionary = Relation(
        "data_dictionary",
        Wording(
            "The meaning of every relation and column.",
            norwegian: "Hva hver relasjon og hver kolonne betyr."),
        storage: .view,
        content: [
            Column(
                "relation", .text, isKnown: true,
                english: "The table or view.",
                norwegian: "Tabellen eller viewet."),
            Column(
                "column", .text,
                english: "Its column. NULL: the row describes the relation itself.",
                norwegian: "Kolonnen. NULL: raden beskriver selve relasjonen."),
            Column(
                "description", .text, isKnown: true,
                english: "Its meaning, with unit or values, and the meaning of NULL.",
                norwegian: "Hva den betyr, enheten eller verdiene, og hva NULL betyr."),
            Column(
                "type", .text,
                english: """
                    text, integer, number (whole or with decimals), decimal (an exact amount in digits, as \
                    text), boolean (1, 0), date (YYYY-MM-DD) or instant (UTC). NULL: the row describes a \
                    relation.
                    """,
                norwegian: """
                    text (tekst), integer (heltall), number (helt tall eller med desimaler), decimal (et \
                    nøyaktig beløp i sifre, som tekst), boolean (1, 0), date (ÅÅÅÅ-MM-DD) eller instant \
                    (UTC). NULL: raden beskriver en relasjon.
                    """),
            Column(
                "privacy", .text,
                english: """
                    The privacy class: open (nothing about a person), number (a telephone or card number, or another \
                    id of a person), listed (a number beside the line of an audited file), name, birth, reference (free text \
                    of the company, which may name people), or mixed (of another column, which change.field names). NULL: \
                    the row describes a relation.
                    """,
                norwegian: """
                    Hva den forteller om en person: open (ingenting), number (et telefon- eller kortnummer, \
                    eller en annen id for en person), listed (et nummer ved siden av linjen i en kontrollert fil), name (navn), \
                    birth (fødselsdato), reference (bedriftens fritekst, som kan nevne personer), eller mixed (en annen kolonnes, som change.field nevner). NULL: raden \
                    beskriver en relasjon.
                    """),
            Column(
                "source", .text,
                english: """
                    The JSON paths in the API's detail of a subscription, separated by blanks; for \
                    Millom's documents with their name before the path. NULL: not from there.
                    """,
                norwegian: """
                    Hvor API-ets dokument om et abonnement har den, som JSON-stier med mellomrom mellom; for \
                    Milloms dokumenter med navnet foran stien. NULL: ikke derfra.
                    """),
            Column(
                "description_no", .text, isKnown: true,
                english: "The description in Norwegian.",
                norwegian: "Hva den betyr på norsk, som description."),
        ],
        order: ["relation", "column"])
}
