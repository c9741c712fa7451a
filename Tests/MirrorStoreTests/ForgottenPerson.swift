import Foundation
import GRDB
import MirrorCore
import MirrorStore
import TestSupport

/// A sole trader whose every value is unique in the mirror, so that anything found was left behind.
struct ForgottenPerson: Sendable {
    let msisdn = Msisdn.invented(777)
    let account = "77000777"

    /// As the mirror first saw it.
    var before: NormalizedSubscription {
        person("Sigurlaug", born: "1931-07-23", reference: "Ref-gammel-5501", iccID: "8947777000000000701")
    }

    /// Its current state.
    var now: NormalizedSubscription {
        person("Þórhildur", born: "1931-07-24", reference: "Ref-ny-5502", iccID: "8947777000000000702")
    }

    /// Everything that identifies the person, now or before.
    let secrets = [
        "4790000777", "Sigurlaug", "Þórhildur", "Kvartsdottir", "Mellomnamn", "1931-07-23", "1931-07-24",
        "Ref-gammel-5501", "Ref-ny-5502", "8947777000000000701", "8947777000000000702", "580077700001",
        "977000777", "Kvartsdottir Enkeltmannsforetak", "Steingata", "77000777", "Kundenummer-88123",
        "Betalarsen",
    ]

    /// The documents as received; the mirror stores them compressed.
    var rawDocuments: [RawDocument] { [before, now].map(Self.raw) }

    /// Its row in the list of accounts.
    var accountRow: AccountRow {
        var row = AccountRow(id: account)
        row.reference1 = "Kundenummer-88123"
        row.ownerOrgNumber = "977000777"
        row.ownerName = "Kvartsdottir Enkeltmannsforetak"
        return row
    }

    var company: OrganizationRow {
        var row = OrganizationRow(orgNumber: "977000777")
        row.name = "Kvartsdottir Enkeltmannsforetak"
        row.address = .init()
        row.address?.streetName = "Steingata"
        return row
    }

    private func person(
        _ name: String, born: String, reference: String, iccID: String
    ) -> NormalizedSubscription {
        NormalizedSubscription.invented(msisdn).changed { document in
            document.subscription.userReference2 = reference
            document.organizations = [company]
            var user = PartyRow(msisdn: msisdn, role: .user, kind: .person)
            user.firstName = name
            user.middleName = "Mellomnamn"
            user.lastName = "Kvartsdottir"
            user.birthDate = born
            user.orgNumber = company.orgNumber
            var payer = PartyRow(msisdn: msisdn, role: .payer, kind: .person)
            payer.lastName = "Betalarsen"
            document.parties = [user, payer]
            document.simCards = [
                SimCardRow(msisdn: msisdn, iccID: iccID, simMsisdn: "580077700001", type: "MAIN")
            ]
            document.anomalies = [Anomaly(path: "$.status", kind: .unreadableValue)]
        }
    }

    static func raw(_ document: NormalizedSubscription) -> RawDocument {
        let names = document.parties.flatMap { [$0.firstName, $0.lastName].compactMap(\.self) }
        let cards = document.simCards.compactMap(\.iccID)
        return RawDocument(
            of: Array(
                "{\"msisdn\":\"\(document.msisdn.digits)\",\"names\":\(names),\"simCards\":\(cards)}".utf8))
    }
}

extension StoreBench {
    /// Fills the mirror with many others, and with `person`'s rows in every table, some of them old.
    func fill(around person: ForgottenPerson, others: Int = 60) async throws {
        let neighbours = (1...others).map { NormalizedSubscription.invented(.invented($0)) }
        let progress = try await store.beginReconcile(
            .accounts, parts: [.accounts], startedAt: .hour(8), run: run)
        try await store.save(
            accounts: [AccountRow(id: "10000001"), person.accountRow], organizations: [person.company],
            of: progress.id)
        try await store.save(
            listed: neighbours.map(\.msisdn), account: "10000001", of: progress.id, at: .hour(8))
        try await store.save(listed: [person.msisdn], account: person.account, of: progress.id, at: .hour(8))
        for part in [.accounts, .account("10000001"), .account(person.account)] as [ReconcilePart] {
            try await store.markRead(part, of: progress.id)
        }
        try await store.finishReconcile(progress, at: .hour(8))
        for neighbour in neighbours.prefix(others / 2) { try await keep(neighbour, at: .hour(9)) }
        try await keep(person.before, at: .hour(9))
        for neighbour in neighbours.suffix(others / 2) { try await keep(neighbour, at: .hour(9)) }
        try await keep(person.now, at: .hour(10), isRefresh: true)
        for neighbour in neighbours.prefix(others / 3) {
            try await keep(neighbour.changed { $0.settings = [] }, at: .hour(11))
        }
        try standInAgentsTables(person.msisdn)
        try await fillMillom(around: person.msisdn)
    }

    /// Adds Millom's data about the number and a neighbour, and its notifications.
    private func fillMillom(around msisdn: Msisdn) async throws {
        let subscribers = [MillomSubscriber.invented(777), .invented(1)]
        _ = try await store.followMillom(subscribers, at: .hour(8))
        for subscriber in subscribers {
            let outcomes = MillomRecord.allCases.map { MillomOutcome.document(.whole($0, of: subscriber)) }
            _ = try await store.save(outcomes, of: run, every: .seconds(3600), at: .hour(9))
        }
        try await store.noteMillomID("a+b/777==,47001", of: msisdn)
        let notes = subscribers.enumerated().map { index, subscriber -> MillomJournalFact in
            var note = ReceivedNotification(
                transactionID: "n-\(index)", receivedAt: .hour(9), subscriber: subscriber, operator: "",
                type: "low-data")
            note.links = [
                SignedLink(
                    kind: .shop, planID: nil, url: "https://millom.example/\(index)", expiresAt: .hour(23))
            ]
            return .notification(note)
        }
        _ = try await store.takeIn(.invented(notes, of: "journal"), at: .hour(10))
    }

    private func keep(
        _ document: NormalizedSubscription, at now: Date, isRefresh: Bool = false
    ) async throws {
        var fetched = FetchedDocument(document)
        fetched.raw = ForgottenPerson.raw(document)
        fetched.fetchedAt = now
        fetched.isRefresh = isRefresh
        fetched.orderable = OrderableAddOns(
            rows: [OrderableAddOnRow(msisdn: document.msisdn, productID: 9)], texts: [])
        _ = try await store.save([.document(fetched)], of: run, at: now)
    }

    /// Adds the number to tables in which it would be only at certain moments of a run.
    private func standInAgentsTables(_ msisdn: Msisdn) throws {
        let at = "2026-03-01T12:00:00Z"
        try change(
            """
            INSERT INTO quarantine VALUES ('\(msisdn.digits)', 'fetch', '400 400018', 1, '\(at)', '\(at)');
            INSERT INTO _queue VALUES ('\(msisdn.digits)', 1, '\(at)'), ('4790000003', 1, '\(at)');
            INSERT INTO _poll_listing VALUES ('\(msisdn.digits)', NULL), ('4790000004', 1772000000);
            INSERT INTO _parked VALUES ('\(msisdn.digits)', '404001', '\(at)');
            """)
    }

    /// Changes the mirror in a way that none of our programs does.
    func change(_ sql: String) throws {
        let database = try DatabaseQueue(path: contents.path)
        try database.write { db in
            try WritableViews.install(in: db)
            try db.execute(sql: sql)
        }
        try database.close()
    }
}
