import Exports
import Foundation
import GRDB
import MirrorCore
import MirrorReading
import MirrorStore
import TestSupport
import Testing

/// A company with random changes, its mirror's writer, and a publication after each run.
struct PublishedHistory {
    let store: MirrorStore
    let directory: URL
    let level: PrivacyLevel
    var formats: [ExportFormat] = [.sqlite]
    /// In the syntax of `privacy.export`; nil for `level`.
    var privacy: String?
    let numbers: [Msisdn]
    private var random: SeededRandom
    private var documents: [Msisdn: NormalizedSubscription] = [:]
    private(set) var now = Date(timeIntervalSince1970: 1_795_348_800)

    var folder: String { directory.path + "/published" }
    var latest: String { folder + "/latest" }
    var snapshot: String { latest + "/sqlite/subscriptions.sqlite" }

    init(in directory: URL, seed: UInt64, level: PrivacyLevel = .full, numberCount: Int = 9) throws {
        self.directory = directory
        self.level = level
        numbers = (1...numberCount).map { Msisdn.invented($0) }
        random = SeededRandom(seed: seed)
        store = try MirrorStore.open(at: directory.appendingPathComponent("state/mirror.sqlite"))
    }

    /// A run that finds all numbers.
    mutating func begin() async throws {
        try await run { history, run in
            var seen: [FetchOutcome] = []
            for msisdn in history.numbers { seen.append(.document(history.next(of: msisdn))) }
            _ = try await history.store.save(seen, of: run, at: history.now)
        }
    }

    /// A run that finds random changes.
    mutating func observe() async throws {
        // Two runs within a second, and a clock that was set back, must not hide a change.
        now.addTimeInterval([0, 0, 1, 60, 60, -30][random.below(6)])
        let isComplete = !random.once(in: 4)
        try await run(isComplete: isComplete) { history, run in
            switch history.random.below(6) {
            case 0: try await history.lose(by: run)
            case 1: try await history.verify(by: run)
            case 2: try await history.rename(by: run)
            default: try await history.change(by: run)
            }
        }
    }

    mutating func run(
        isComplete: Bool = true,
        _ body: (inout PublishedHistory, RunID) async throws -> Void
    ) async throws {
        let run = try await store.beginRun(.incremental, at: now)
        try await body(&self, run)
        try await store.finishRun(
            run, outcome: isComplete ? .complete : .partial,
            totals: RequestTotals(requests: 1, throttled: 0), error: nil, at: now)
    }

    /// A run a minute later that finds changed references.
    mutating func refer(_ numbers: [Msisdn], to reference: String) async throws {
        now.addTimeInterval(60)
        try await run { history, run in
            var seen: [FetchOutcome] = []
            for msisdn in numbers {
                let next = (history.documents[msisdn] ?? .invented(msisdn)).changed {
                    $0.subscription.userReference1 = reference
                }
                history.documents[msisdn] = next
                seen.append(.document(FetchedDocument(next)))
            }
            _ = try await history.store.save(seen, of: run, at: history.now)
        }
    }

    mutating func refer(_ msisdn: Msisdn, to reference: String) async throws {
        try await refer([msisdn], to: reference)
    }

    /// A run a minute later that finds a changed first name of a number's user.
    mutating func rename(_ msisdn: Msisdn, to name: String) async throws {
        now.addTimeInterval(60)
        try await run { history, run in
            let next = (history.documents[msisdn] ?? .invented(msisdn)).changed { document in
                document.parties = document.parties.prefix(1) + []
                if !document.parties.isEmpty { document.parties[0].firstName = name }
            }
            history.documents[msisdn] = next
            _ = try await history.store.save([.document(FetchedDocument(next))], of: run, at: history.now)
        }
    }

    mutating func wait(days: Int) { now.addTimeInterval(Double(days) * 86_400) }

    /// The same history with a store opened on the current file.
    func reopened() throws -> PublishedHistory {
        var next = try PublishedHistory(in: directory, seed: 1, level: level)
        next.documents = documents
        next.now = now
        return next
    }

    mutating func forgetOne() async throws -> Msisdn? {
        guard let msisdn = documents.keys.sorted().first else { return nil }
        documents[msisdn] = nil
        _ = try await store.forget(.numbers([msisdn]))
        return msisdn
    }

    private mutating func change(by run: RunID) async throws {
        var seen: [FetchOutcome] = []
        for msisdn in numbers {
            switch random.below(6) {
            case 0: seen.append(.document(next(of: msisdn)))
            case 1 where random.once(in: 3): seen.append(.failed(msisdn, stage: .fetch, error: "503"))
            default: break
            }
        }
        _ = try await store.save(seen, of: run, at: now)
        if random.once(in: 4) {
            try await store.save(
                [Anomaly(path: "$.new\(random.below(3))", kind: .unknownKey, count: 1, example: nil)], at: now
            )
        }
    }

    private mutating func verify(by run: RunID) async throws {
        var seen: [FetchOutcome] = []
        for document in documents.values.sorted(by: { $0.msisdn < $1.msisdn }) where !random.once(in: 3) {
            seen.append(.document(fetched(document)))
        }
        _ = try await store.save(seen, of: run, at: now)
    }

    /// Changes something that many numbers share: a type, an organization, an account, a text.
    private mutating func rename(by run: RunID) async throws {
        let name = ["Flyt", "Fast", nil][random.below(3)]
        switch random.below(3) {
        case 0:
            var type = SubscriptionTypeRow(id: 1001)
            type.name = name ?? "Ny"
            let texts = ProductTexts(
                owner: .addOn, productID: 698, language: "no",
                texts: [.init(type: "DESCRIPTION", value: name ?? "")])
            try await store.save(types: [type], texts: [texts])
        case 1:
            guard let msisdn = documents.keys.sorted().first, let document = documents[msisdn] else { return }
            let next = document.changed { $0.organizations[0].name = name ?? "Nytt AS" }
            documents[msisdn] = next
            _ = try await store.save([.document(FetchedDocument(next))], of: run, at: now)
        default: try await compare(by: run, reference: name)
        }
    }

    private mutating func lose(by run: RunID) async throws {
        var gone: [Msisdn] = []
        for msisdn in documents.keys.sorted() where random.once(in: 4) {
            gone.append(msisdn)
            documents[msisdn] = nil
        }
        try await compare(by: run, reference: "lost \(gone.count)")
        _ = try await store.save(gone.map { .denied($0, code: "404001") }, of: run, at: now)
        _ = try await store.judgeParked(of: run, acceptsGone: true, at: now)
    }

    private func compare(by run: RunID, reference: String?) async throws {
        let part = ReconcilePart.account("10000001")
        let list = try await store.beginReconcile(.accounts, parts: [part], startedAt: now, run: run)
        var account = AccountRow(id: "10000001")
        account.reference1 = reference
        account.ownerOrgNumber = "999000222"
        var owner = OrganizationRow(orgNumber: "999000222")
        owner.name = reference
        try await store.save(accounts: [account], organizations: [owner], of: list.id)
        try await store.save(listed: documents.keys.sorted(), account: "10000001", of: list.id, at: now)
        try await store.markRead(part, of: list.id)
        try await store.finishReconcile(list, at: now)
    }

    private mutating func next(of msisdn: Msisdn) -> FetchedDocument {
        var random = random
        let document = (documents[msisdn] ?? .invented(msisdn)).changed { document in
            for _ in 0..<random.below(3) { random.pick(Self.changes)(&document, random.below(3)) }
        }
        self.random = random
        documents[msisdn] = document
        return fetched(document)
    }

    private mutating func fetched(_ document: NormalizedSubscription) -> FetchedDocument {
        var fetched = FetchedDocument(document)
        guard random.once(in: 2) else { return fetched }
        let rows = (0..<random.below(3)).map { index in
            var row = OrderableAddOnRow(msisdn: document.msisdn, productID: Int64(index))
            row.validTo = "2027-01-0\(1 + random.below(5))"
            return row
        }
        fetched.orderable = OrderableAddOns(rows: rows, texts: [])
        return fetched
    }

    private static let changes: [@Sendable (inout NormalizedSubscription, Int) -> Void] = [
        { $0.subscription.status = ["ACTIVE", "BARRED", nil][$1] },
        { $0.subscription.userReference1 = ["", "Kafé", "Kafe\u{301}"][$1] },
        { $0.subscription.validToDate = [nil, "2026-11-01", "2027-11-01"][$1] },
        { document, which in
            document.parties = document.parties.prefix(1) + []
            if !document.parties.isEmpty { document.parties[0].lastName = ["Bråten", nil, "N/A"][which] }
        },
        {
            $0.bindings = (0..<$1).map { [msisdn = $0.msisdn] index in
                SubscriptionBindingRow(msisdn: msisdn, name: "\(index)", type: nil)
            }
        },
        { document, which in
            document.addOnOrderTypes = (0..<which).map {
                AddOnOrderTypeRow(
                    msisdn: document.msisdn, productID: 698, addOnOccurrence: 1, orderType: "\($0)")
            }
        },
        { document, which in
            var quota = UsageQuota()
            quota.value = [.integer(5), .real(5), .real(5.5)][which]
            document.usageQuotas = [SubscriptionUsageQuotaRow(msisdn: document.msisdn, quota: quota)]
        },
        DocumentChange.simCards, DocumentChange.settings, DocumentChange.addOns,
    ]
}

// Publishes, and compares each publication with one made from the mirror alone.
extension PublishedHistory {
    var publication: Publication {
        get throws {
            Publication(
                directory: folder, formats: formats, keep: 3,
                privacy: try #require(PrivacyRules(privacy ?? level.rawValue)),
                keyDirectory: directory.path, programs: .ours, version: "1.0",
                page: .invented)
        }
    }

    func reader() throws -> MirrorReader {
        try MirrorReader(path: directory.path + "/state/mirror.sqlite")
    }

    @discardableResult
    func publish() throws -> PublishOutcome { try Publisher(of: reader(), as: publication).publish() }

    /// The newest publication's own facts in `format`.
    func facts(_ format: ExportFormat = .sqlite) throws -> [String: Any] {
        let path = latest + "/" + format.rawValue + "/datapackage.json"
        let bytes = try #require(FileManager.default.contents(atPath: path))
        let package = try JSONSerialization.jsonObject(with: bytes) as? [String: Any]
        return try #require(package?["submirror"] as? [String: Any])
    }

    func isRenewed(_ format: ExportFormat = .sqlite) throws -> Bool {
        try facts(format)["built_on"] is String
    }

    /// An export of the current mirror, in a folder of its own.
    func whole(_ format: ExportFormat) throws -> String {
        let target = directory.path + "/whole-" + format.rawValue
        var options = ExportOptions(format: format)
        options.privacy = try ExportPrivacy(level) { try PseudonymKey.kept(in: directory.path) }
        try Export(of: reader(), options).write(to: target)
        return target
    }

    /// Fails unless the newest publication is sound and, row for row, equal to one made from scratch.
    func check(_ comment: Comment) throws {
        try #expect(ExportVerification(of: latest).findings == [], comment)
        let other = try whole(.sqlite) + "/subscriptions.sqlite"
        var configuration = Configuration()
        configuration.readonly = true
        try DatabaseQueue(path: snapshot, configuration: configuration).read { db in
            try db.execute(literal: "ATTACH \(other) AS whole")
            if level == .full {
                try db.execute(literal: "ATTACH \(directory.path + "/state/mirror.sqlite") AS mirror")
                for (one, other) in [("main", "mirror"), ("mirror", "main")] {
                    let odd = try Row.fetchAll(
                        db, sql: "SELECT * FROM \(one).change EXCEPT SELECT * FROM \(other).change")
                    #expect(odd.isEmpty, "\(comment), change only in \(one)")
                }
            }
            try #expect(String.fetchOne(db, sql: "PRAGMA main.integrity_check") == "ok", comment)
            try #expect(Row.fetchAll(db, sql: "PRAGMA main.foreign_key_check").isEmpty, comment)
            for relation in ExportedRelation.all.map(\.name) {
                let columns = try String.fetchAll(
                    db, sql: "SELECT '\"' || name || '\"' FROM pragma_table_info(?)", arguments: [relation]
                ).joined(separator: ", ")
                let counted = { (file: String) in
                    "SELECT \(columns), count(*) FROM \(file).\"\(relation)\" GROUP BY \(columns)"
                }
                for (one, other) in [("main", "whole"), ("whole", "main")] {
                    let odd = try Row.fetchAll(db, sql: "\(counted(one)) EXCEPT \(counted(other))")
                    #expect(odd.isEmpty, "\(comment), \(relation) only in \(one)")
                }
            }
        }
    }
}
