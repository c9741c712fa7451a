import MirrorCore
import MirrorReading

/// The wording of reports' columns and values on a page.
enum ReportWords {
    /// The heading of a report's column.
    static func column(_ name: String, _ language: PageLanguage) -> String {
        columns[name].map(language.text) ?? name.replacing("_", with: " ")
    }

    /// The wording of a report's own word; any other text unchanged.
    static func value(_ word: String, _ language: PageLanguage) -> String {
        known(word, language) ?? word
    }

    /// The wording of a report's own word; nil for any other text.
    static func known(_ word: String, _ language: PageLanguage) -> String? {
        if let wording = values[word] { return language.text(wording) }
        // `unknown_key $.a.b`: a kind of anomaly and its place.
        guard let space = word.firstIndex(of: " "), let kind = kinds[String(word[..<space])] else {
            return nil
        }
        return language.text(kind) + DisplayText.text(String(word[space...]))
    }

    /// The wording of a relation's field; an unknown field unchanged.
    static func field(_ field: String?, of relation: String, _ language: PageLanguage) -> String {
        let owner = relations[relation].map(language.text) ?? relation
        guard let field else { return owner }
        let name = fields[field].map(language.text) ?? column(field, language)
        return relation == "subscription" || relation == "subscription_flat"
            ? name : language.text(PageStrings.ofRelation, owner, name)
    }

    /// The wording of a column named in a coverage: `status` or `party.first_name`.
    static func unreadable(_ name: String, _ language: PageLanguage) -> String {
        let parts = name.split(separator: ".", maxSplits: 1).map(String.init)
        return parts.count == 2
            ? field(parts[1], of: parts[0], language) : field(name, of: "subscription", language)
    }

    static let columns: [String: Wording] = [
        "msisdn": Wording("Number", norwegian: "Nummer"),
        "state": Wording("State", norwegian: "Tilstand"),
        "subscription_count": Wording("Subscriptions", norwegian: "Abonnementer"),
        "share_percent": Wording("Share", norwegian: "Andel"),
        "subscription_type": Wording("Type", norwegian: "Type"),
        "account_id": Wording("Account", norwegian: "Konto"),
        "user_reference1": Wording("Reference 1", norwegian: "Referanse 1"),
        "user_reference2": Wording("Reference 2", norwegian: "Referanse 2"),
        "user_reference3": Wording("Reference 3", norwegian: "Referanse 3"),
        "references": Wording("References", norwegian: "Referanser"),
        "user_name": Wording("User", norwegian: "Bruker"),
        "barred_since_at": Wording("Barred since", norwegian: "Sperret siden"),
        "add_on_count": Wording("Add-ons", norwegian: "Tilleggstjenester"),
        "add_on": Wording("Add-on", norwegian: "Tilleggstjeneste"),
        "ended_on": Wording("Ended on", norwegian: "Avsluttet"),
        "days_since": Wording("Days since", norwegian: "Dager siden"),
        "ends_on": Wording("Last day", norwegian: "Siste dag"),
        "days_left": Wording("Days left", norwegian: "Dager igjen"),
        "what": Wording("What", norwegian: "Hva"),
        "product": Wording("Product", norwegian: "Produkt"),
        "finding": Wording("Finding", norwegian: "Funn"),
        "twin_product_count": Wording("Twin products", norwegian: "Tvillingprodukter"),
        "twin_card_count": Wording("Twin cards", norwegian: "Tvillingkort"),
        "missing": Wording("Missing", norwegian: "Mangler"),
        "observed_at": Wording("Seen", norwegian: "Sett"),
        "kind": Wording("Change", norwegian: "Endring"),
        "field": Wording("Field", norwegian: "Felt"),
        "old_value": Wording("Before", norwegian: "Før"),
        "new_value": Wording("Now", norwegian: "Nå"),
        "change_count": Wording("Changes", norwegian: "Endringer"),
        "number_count": Wording("Numbers", norwegian: "Numre"),
        "subject": Wording("Subject", norwegian: "Emne"),
        "item": Wording("What is counted", norwegian: "Hva som telles"),
        "count": Wording("Count", norwegian: "Antall"),
        "of_count": Wording("Of", norwegian: "Av"),
        "first_at": Wording("First", norwegian: "Første"),
        "last_at": Wording("Last", norwegian: "Siste"),
        "from_at": Wording("From", norwegian: "Fra"),
        "to_at": Wording("To", norwegian: "Til"),
        "measure": Wording("Measure", norwegian: "Mål"),
        "month": Wording("Month", norwegian: "Måned"),
        "step": Wording("Step", norwegian: "Steg"),
        "month_state": Wording("Month's state", norwegian: "Status"),
        "closing_count": Wording("Closing", norwegian: "Slutt"),
        "opening_count": Wording("Opening", norwegian: "Åpning"),
        "loaded_count": Wording("Loaded", norwegian: "Lastet"),
        "new_count": Wording("New", norwegian: "Nye"),
        "returned_count": Wording("Returned", norwegian: "Tilbake"),
        "moved_in_count": Wording("Moved in", norwegian: "Flyttet inn"),
        "moved_out_count": Wording("Moved out", norwegian: "Flyttet ut"),
        "terminated_count": Wording("Terminated", norwegian: "Avsluttet"),
        "gone_count": Wording("Gone", norwegian: "Borte"),
        "reread_in_count": Wording("Reread in", norwegian: "Lest inn"),
        "reread_out_count": Wording("Reread out", norwegian: "Lest ut"),
        "restated_in_count": Wording("Restated in", norwegian: "Korrigert inn"),
        "restated_out_count": Wording("Restated out", norwegian: "Korrigert ut"),
        "opening_amount": Wording("Opening, amount", norwegian: "Åpning, beløp"),
        "closing_amount": Wording("Closing, amount", norwegian: "Slutt, beløp"),
        "amount": Wording("Amount", norwegian: "Beløp"),
        "out_and_in_again_count": Wording("Out and in again", norwegian: "Ut og inn igjen"),
        "unpriced_count": Wording("Without a price", norwegian: "Uten pris"),
        "group_is": Wording("Kind of group", norwegian: "Slags gruppe"),
        "group_id": Wording("Group, number", norwegian: "Gruppe, nummer"),
        "group_name": Wording("Group", norwegian: "Gruppe"),
        "from_group": Wording("From", norwegian: "Fra"),
        "to_group": Wording("To", norwegian: "Til"),
        "figure": Wording("Figure", norwegian: "Tall"),
        "counted_at": Wording("When", norwegian: "Når"),
        "cost_centre": Wording("Cost centre", norwegian: "Kostnadssted"),
        "cost_centre_name": Wording("Cost centre's name", norwegian: "Kostnadsstedets navn"),
        "cost_centre_owner": Wording("Answers for it", norwegian: "Ansvarlig"),
        "unbalanced_msisdn": Wording("Does not balance", norwegian: "Stemmer ikke"),
        "unusable": Wording("Cannot be used", norwegian: "Kan ikke brukes"),
        "day": Wording("Day", norwegian: "Dag"),
        "event": Wording("Event", norwegian: "Hendelse"),
        "seen_after": Wording("Not seen before", norwegian: "Ikke sett før"),
        "seen_at": Wording("Seen", norwegian: "Sett"),
        "month_before": Wording("Perhaps the month before", norwegian: "Kanskje måneden før"),
        "status": Wording("Status", norwegian: "Status"),
        "first_seen_at": Wording("First seen", norwegian: "Først sett"),
        "valid_to_date": Wording("Valid to", norwegian: "Gyldig til"),
        "valid_from_date": Wording("Valid from", norwegian: "Gyldig fra"),
        "product_id": Wording("Product, number", norwegian: "Produkt, nummer"),
        "alike": Wording("Alike", norwegian: "Like"),
        "first_end_date": Wording("First end", norwegian: "Første slutt"),
        "last_end_date": Wording("Last end", norwegian: "Siste slutt"),
        "without_end_date_count": Wording("Without an end", norwegian: "Uten slutt"),
        "without_icc_id_count": Wording("Cards without ICCID", norwegian: "Kort uten ICCID"),
        "twin_numbers": Wording("Cards' numbers", norwegian: "Kortenes numre"),
        "first_observed_at": Wording("Seen since", norwegian: "Sett siden"),
        "account_reference1": Wording("Account's reference", norwegian: "Kontoens referanse"),
        "first_name": Wording("First name", norwegian: "Fornavn"),
        "last_name": Wording("Last name", norwegian: "Etternavn"),
        "org_number": Wording("Organization, number", norwegian: "Organisasjon, nummer"),
        "example": Wording("Example", norwegian: "Eksempel"),
    ]

    static let fields: [String: Wording] = [
        "status": Wording("status", norwegian: "status"),
        "subscription_type_id": Wording("type", norwegian: "type"),
        "user_reference1": Wording("reference 1", norwegian: "referanse 1"),
        "user_reference2": Wording("reference 2", norwegian: "referanse 2"),
        "user_reference3": Wording("reference 3", norwegian: "referanse 3"),
        "valid_from_date": Wording("valid from", norwegian: "gyldig fra"),
        "valid_to_date": Wording("valid to", norwegian: "gyldig til"),
        "valid_to": Wording("valid to", norwegian: "gyldig til"),
        "account_id": Wording("account", norwegian: "konto"),
        "first_name": Wording("first name", norwegian: "fornavn"),
        "middle_name": Wording("middle name", norwegian: "mellomnavn"),
        "last_name": Wording("last name", norwegian: "etternavn"),
        "birth_date": Wording("day of birth", norwegian: "fødselsdato"),
        "org_number": Wording("organization number", norwegian: "organisasjonsnummer"),
        "organization_name": Wording("organization's name", norwegian: "organisasjonens navn"),
        "kind": Wording("kind", norwegian: "slag"),
        "name": Wording("name", norwegian: "navn"),
        "active": Wording("active", norwegian: "aktiv"),
        "type": Wording("type", norwegian: "type"),
        "cancellable": Wording("cancellable", norwegian: "kan sies opp"),
        "icc_id": Wording("ICCID", norwegian: "ICCID"),
        "sim_msisdn": Wording("card's number", norwegian: "kortets nummer"),
        "can_activate": Wording("can be activated", norwegian: "kan slås på"),
        "can_deactivate": Wording("can be deactivated", norwegian: "kan slås av"),
        "setting_id": Wording("setting", norwegian: "innstilling"),
        "id": Wording("id", norwegian: "id"),
        "unit": Wording("unit", norwegian: "enhet"),
        "value": Wording("value", norwegian: "verdi"),
        "traffic_type": Wording("kind of traffic", norwegian: "trafikktype"),
        "quota_type": Wording("kind of quota", norwegian: "kvotetype"),
        "order_type": Wording("kind of order", norwegian: "bestillingstype"),
        "payment_type": Wording("kind of payment", norwegian: "betalingstype"),
        "access_type": Wording("kind of access", norwegian: "tilgangstype"),
        "street_name": Wording("street", norwegian: "gate"),
        "street_number": Wording("street number", norwegian: "husnummer"),
        "entrance_code": Wording("entrance", norwegian: "oppgang"),
        "postal_code": Wording("postal code", norwegian: "postnummer"),
        "postal_place": Wording("postal place", norwegian: "poststed"),
        "role": Wording("role", norwegian: "rolle"),
        "occurrence": Wording("place among its like", norwegian: "plass blant like"),
        "add_on_occurrence": Wording(
            "add-on's place among its like", norwegian: "tilleggstjenestens plass blant like"),
        "owner": Wording("owner", norwegian: "eier"),
        "owner_name": Wording("owner's name", norwegian: "eierens navn"),
        "owner_org_number": Wording("owner's number", norwegian: "eierens nummer"),
        "language": Wording("language", norwegian: "språk"),
        "reference1": Wording("reference 1", norwegian: "referanse 1"),
        "reference2": Wording("reference 2", norwegian: "referanse 2"),
        "reference3": Wording("reference 3", norwegian: "referanse 3"),
    ]

    static let relations: [String: Wording] = [
        "subscription": Wording("Subscription", norwegian: "Abonnement"),
        "party": Wording("Party", norwegian: "Part"),
        "sim_card": Wording("SIM card", norwegian: "SIM-kort"),
        "setting": Wording("Setting", norwegian: "Innstilling"),
        "add_on": Wording("Add-on", norwegian: "Tilleggstjeneste"),
        "organization": Wording("Organization", norwegian: "Organisasjon"),
        "account": Wording("Account", norwegian: "Konto"),
        "subscription_type": Wording("Type", norwegian: "Type"),
        "product_text": Wording("Product's text", norwegian: "Produktets tekst"),
        "orderable_add_on": Wording("Orderable add-on", norwegian: "Tilleggstjeneste som kan bestilles"),
        "subscription_binding": Wording("Subscription's binding", norwegian: "Abonnementets binding"),
        "add_on_binding": Wording("Add-on's binding", norwegian: "Tilleggstjenestens binding"),
        "subscription_usage_quota": Wording("Subscription's quota", norwegian: "Abonnementets kvote"),
        "add_on_usage_quota": Wording("Add-on's quota", norwegian: "Tilleggstjenestens kvote"),
        "add_on_order_type": Wording("Add-on's order type", norwegian: "Tilleggstjenestens bestillingstype"),
    ]

    /// The kinds of anomalies, before their place.
    private static let kinds: [String: Wording] = [
        "unknown_key": Wording("unknown key", norwegian: "ukjent nøkkel"),
        "unreadable_value": Wording("unreadable value", norwegian: "uleselig verdi"),
        "missing_required": Wording("missing, though required", norwegian: "mangler, men er påkrevd"),
        "duplicate_key": Wording("key that occurs twice", norwegian: "nøkkel som står to ganger"),
        "unexpected_form": Wording("not written as documented", norwegian: "ikke skrevet som dokumentert"),
    ]

    private static let values: [String: Wording] = [
        "in use": Wording("in use", norwegian: "i bruk"),
        "barred": Wording("barred", norwegian: "sperret"),
        "on notice": Wording("on notice", norwegian: "oppsagt"),
        "ended": Wording("ended", norwegian: "avsluttet"),
        "status unknown": Wording("status unknown", norwegian: "ukjent status"),
        "gone": Wording("gone", norwegian: "borte"),
        "subscription": Wording("subscription", norwegian: "abonnement"),
        "add-on": Wording("add\u{2011}on", norwegian: "tilleggstjeneste"),
        "added": Wording("added", norwegian: "kom til"),
        "removed": Wording("removed", norwegian: "fjernet"),
        "changed": Wording("changed", norwegian: "endret"),
        "learned": Wording("learned", norwegian: "ble kjent"),
        "new": Wording("new", norwegian: "ny"),
        "returned": Wording("returned", norwegian: "kom tilbake"),
        "new holder": Wording("new holder", norwegian: "ny innehaver"),
        "returned, same contract": Wording(
            "returned, same contract", norwegian: "kom tilbake, samme avtale"),
        "returned, new contract": Wording("returned, new contract", norwegian: "kom tilbake, ny avtale"),
        "status": Wording("status", norwegian: "status"),
        "unknown": Wording("unknown", norwegian: "ukjent"),
        "type unknown": Wording("type unknown", norwegian: "ukjent type"),
        "moved from": Wording("moved from", norwegian: "flyttet fra"),
        "to": Wording("to", norwegian: "til"),
        "no cost centre": Wording("no cost centre", norwegian: "uten kostnadssted"),
        "ends": Wording("ends", norwegian: "utløper"),
        "no longer ends": Wording("no longer ends", norwegian: "utløper ikke lenger"),
        "begins": Wording("begins", norwegian: "begynner"),
        "on an unknown day": Wording("on an unknown day", norwegian: "på en ukjent dag"),
        " → none": Wording(" → none", norwegian: " → ingen"),
        "owner": Wording("owner", norwegian: "eier"),
        "name of the user": Wording("name of the user", norwegian: "brukerens navn"),
        "add-on added:": Wording("add\u{2011}on added:", norwegian: "tilleggstjeneste kom til:"),
        "add-on removed:": Wording("add\u{2011}on removed:", norwegian: "tilleggstjeneste fjernet:"),
        "SIM card added": Wording("SIM card added", norwegian: "SIM-kort kom til"),
        "SIM card removed": Wording("SIM card removed", norwegian: "SIM-kort fjernet"),
        "opening": Wording("opening", norwegian: "åpning"),
        "closing": Wording("closing", norwegian: "slutt"),
        "loaded": Wording("loaded", norwegian: "lastet"),
        "moved-in": Wording("moved in", norwegian: "flyttet inn"),
        "moved-out": Wording("moved out", norwegian: "flyttet ut"),
        "terminated": Wording("terminated", norwegian: "avsluttet"),
        "reread-in": Wording("reread in", norwegian: "lest inn"),
        "reread-out": Wording("reread out", norwegian: "lest ut"),
        "restated-in": Wording("restated in", norwegian: "korrigert inn"),
        "restated-out": Wording("restated out", norwegian: "korrigert ut"),
        "out-and-in-again": Wording("out and in again", norwegian: "ut og inn igjen"),
        "none": Wording("none", norwegian: "ingen tekst"),
        "empty": Wording("empty", norwegian: "tom tekst"),
        "blank": Wording("blank", norwegian: "bare mellomrom"),
        "placeholder": Wording("placeholder", norwegian: "plassholder"),
        "user": Wording("user", norwegian: "bruker"),
        "name": Wording("name", norwegian: "navn"),
        "first name": Wording("first name", norwegian: "fornavn"),
        "last name": Wording("last name", norwegian: "etternavn"),
        "organization name": Wording("organization's name", norwegian: "organisasjonens navn"),
        "product without card": Wording("product without card", norwegian: "produkt uten kort"),
        "card without product": Wording("card without product", norwegian: "kort uten produkt"),
        "fewer cards than products": Wording(
            "fewer cards than products", norwegian: "færre kort enn produkter"),
        "fewer products than cards": Wording(
            "fewer products than cards", norwegian: "færre produkter enn kort"),
        "card without ICCID": Wording("card without ICCID", norwegian: "kort uten ICCID"),
        "missing": Wording("No cost centre", norwegian: "Uten kostnadssted"),
        "no match": Wording("Does not fit the pattern", norwegian: "Passer ikke mønsteret"),
        "cost centre": Wording("cost centre", norwegian: "kostnadssted"),
        "type not known": Wording("Type not known", norwegian: "Ukjent type"),
        "total": Wording("Total", norwegian: "Sum"),
        "type": Wording("type", norwegian: "type"),
        "account": Wording("account", norwegian: "konto"),
        "account not yet known": Wording("Account not yet known", norwegian: "Konto ikke kjent ennå"),
        "forgotten": Wording("Forgotten", norwegian: "Glemt"),
        "no account": Wording("No account", norwegian: "Uten konto"),
        "person": Wording("Persons", norwegian: "Personer"),
        "organization": Wording("Organization", norwegian: "Organisasjon"),
        "organization without number": Wording(
            "Organization without number", norwegian: "Organisasjon uten nummer"),
        "not known": Wording("Not known", norwegian: "Ukjent"),
        "verification": Wording("verification", norwegian: "kontroll"),
        "anomaly": Wording("anomaly", norwegian: "avvik"),
        "quarantine": Wording("set aside", norwegian: "satt til side"),
        "search": Wording("search", norwegian: "søk"),
        "runs": Wording("runs", norwegian: "kjøringer"),
        "gapless": Wording("gapless", norwegian: "uten hull"),
        "gap": Wording("gap", norwegian: "hull"),
        "verified": Wording("verified", norwegian: "kontrollert"),
        "missed": Wording("missed by the search", norwegian: "ikke vist av søket"),
        "unconfirmed": Wording("unconfirmed", norwegian: "ubekreftet"),
        "quarantined": Wording("set aside", norwegian: "satt til side"),
        "unreadable": Wording("unreadable", norwegian: "uleselig"),
        "unreadable_list_row": Wording("unreadable row of a list", norwegian: "uleselig rad i en liste"),
        "within 1 day": Wording("within 1 day", norwegian: "innen 1 døgn"),
        "within 7 days": Wording("within 7 days", norwegian: "innen 7 døgn"),
        "within 30 days": Wording("within 30 days", norwegian: "innen 30 døgn"),
        "changes that the search had not shown": Wording(
            "changes that the search had not shown", norwegian: "endringer som søket ikke hadde vist"),
        "changed, waits to be fetched": Wording(
            "changed, waits to be fetched", norwegian: "endret, venter på henting"),
        "new, waits to be fetched": Wording(
            "new, waits to be fetched", norwegian: "nytt, venter på henting"),
        "missing from a list, waits to be verified": Wording(
            "missing from a list, waits to be verified",
            norwegian: "mangler i en liste, venter på kontroll"),
        "set aside before, waits to be fetched": Wording(
            "set aside before, waits to be fetched", norwegian: "satt til side før, venter på henting"),
        "not searched for, waits to be verified": Wording(
            "not searched for, waits to be verified", norwegian: "ikke søkt etter, venter på kontroll"),
        "looks gone with too many others": Wording(
            "looks gone with too many others", norwegian: "ser ut til å være borte sammen med for mange"),
        "newest search": Wording("newest search", norwegian: "nyeste søk"),
        "newest complete list": Wording("newest complete list", norwegian: "nyeste fullstendige liste"),
        "living subscriptions": Wording("living subscriptions", norwegian: "levende abonnementer"),
        "not verified within 1 day": Wording(
            "not verified within 1 day", norwegian: "ikke kontrollert innen 1 døgn"),
        "not verified within 7 days": Wording(
            "not verified within 7 days", norwegian: "ikke kontrollert innen 7 døgn"),
        "not verified within 30 days": Wording(
            "not verified within 30 days", norwegian: "ikke kontrollert innen 30 døgn"),
        "stretches of time, 1 where there is no gap": Wording(
            "stretches of time, 1 where there is no gap", norwegian: "tidsrom, 1 der det ikke er hull"),
        "complete": Wording("complete", norwegian: "fullført"),
        "partial": Wording("partial", norwegian: "delvis"),
        "failed": Wording("failed", norwegian: "mislyktes"),
        "not ended": Wording("not ended", norwegian: "ikke avsluttet"),
    ]
}
