import Foundation
import NIOHTTP1
import Sandbox
import Testing

@Suite("A world that does not stand still")
struct WorldTests {
    private static let lately = "\(SandboxClient.subscriptions)?since=3600"

    private func page(_ path: String, _ client: SandboxClient) async throws -> [String] {
        try await client.get(path).json.elements.compactMap { $0["msisdn"]?.text }
    }

    // MARK: Movement

    @Test("after each page the world has moved, and the truth with it")
    func movement() async throws {
        let clock = ManualTime()
        var movement = SandboxMovement(changes: 2, removals: 1, additions: 3)
        movement.endpoints = [.search]
        let options = SandboxOptions.with { $0.world.movement = movement }
        try await withSandbox(options, time: clock.time) { server, client in
            let before = server.truth().msisdns
            let first = try await page("\(SearchTests.years)&pageSize=10", client)
            #expect(Set(first).isSubset(of: before))
            let after = server.truth().msisdns
            #expect(after.count == 62)
            let (gone, new) = (Set(before).subtracting(after), Set(after).subtracting(before))
            #expect(gone.count == 1 && new.count == 3)
            let second = try await page("\(Self.lately)&pageSize=10", client)
            #expect(new.isSubset(of: second) && (4...5).contains(second.count))
            for number in gone { #expect(try await client.detail(number).errorCode == 404001) }
            #expect(server.truth().msisdns.count == 64)
        }
    }

    @Test("a row that changes while one pages comes again, and pushes others to later pages")
    func shifted() async throws {
        let clock = ManualTime()
        try await withSandbox(.with { $0.subscriptions = 20 }, time: clock.time) { server, client in
            let still = try await client.numbers(SearchTests.years, pageSize: 20)
            server.adjustWorld { $0.movement = SandboxMovement(changes: 1, pages: 1) }
            let moved = try await client.numbers(SearchTests.years, pageSize: 10)
            #expect(Set(still).subtracting(moved).count <= 1)
            #expect(moved.count == 20 && moved != still)
            #expect(Array(moved.prefix(10)) == Array(still.prefix(10)))
        }
    }

    @Test("movement ends after as many pages as it was told, and can be a matter of chance")
    func movementEnds() async throws {
        try await withSandbox { server, client in
            server.adjustWorld { $0.movement = SandboxMovement(additions: 1, pages: 3) }
            for _ in 0..<5 { _ = try await page("\(Self.lately)&pageSize=1", client) }
            #expect(server.truth().msisdns.count == 63)
            var rarely = SandboxMovement(additions: 1)
            rarely.probability = 0.5
            server.adjustWorld { $0.movement = rarely }
            for _ in 0..<40 { _ = try await page("\(Self.lately)&pageSize=1", client) }
            #expect((68...98).contains(server.truth().msisdns.count))
        }
    }

    // MARK: Repeated rows

    @Test("some rows stand twice, side by side, and none is lost at any page size", arguments: [3, 7, 1000])
    func repeatedRows(pageSize: Int) async throws {
        try await withSandbox { server, client in
            let plain = try await client.numbers(SearchTests.years, pageSize: 1000)
            server.adjustWorld { $0.repeatedRows = 0.3 }
            let repeated = try await client.numbers(SearchTests.years, pageSize: pageSize)
            #expect((65...95).contains(repeated.count))
            var unrepeated: [String] = []
            for number in repeated where unrepeated.last != number { unrepeated.append(number) }
            #expect(unrepeated == plain)
            let account = try #require(server.truth().records(of: .account).first?["id"])
            guard case .text(let id) = account else { return }
            let path = "\(SandboxClient.accounts)/\(id)/mobile-subscriptions"
            let members = try await client.numbers(path, pageSize: pageSize)
            let held = server.truth().records(of: .subscription).filter { $0["account_id"] == account }
            #expect(Set(members).count == held.count && members.count > held.count)
        }
    }

    // MARK: Late visibility

    @Test("the search shows a change late, under its own stamp; the detail shows it at once")
    func late() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with { $0.world.visibilityDelay = .seconds(60) }
        try await withSandbox(options, time: clock.time) { server, client in
            let changed = server.change(.reference, count: 20).map(\.msisdn)
            #expect(try await client.numbers(Self.lately, pageSize: 50) == [])
            let truth = server.truth().records(of: .subscription).first { $0["msisdn"] == .text(changed[0]) }
            let detail = try await client.detail(changed[0]).json
            for number in 1...3 {
                let expected = truth?["user_reference\(number)"]
                let served = detail["userReference\(number)"]?.text
                #expect(served.map(TruthValue.text) ?? .null == expected)
            }
            clock.advance(by: 30)
            let half = try await client.numbers(Self.lately, pageSize: 50)
            #expect((3...17).contains(half.count))
            clock.advance(by: 30)
            #expect(Set(try await client.numbers(Self.lately, pageSize: 50)) == Set(changed))
            // The stamp is that of the change: a minute later a search of 59 seconds does not reach it.
            #expect(try await client.numbers("\(SandboxClient.subscriptions)?since=59", pageSize: 50) == [])
        }
    }

    @Test("what changes again while it waits is shown once, and what is removed is not shown at all")
    func lateTwice() async throws {
        let clock = ManualTime()
        let options = SandboxOptions.with { $0.world.visibilityDelay = .seconds(60) }
        try await withSandbox(options, time: clock.time) { server, client in
            let numbers = server.truth().msisdns
            let new = try server.change(.newSubscription).msisdn
            try server.change(.reference, msisdn: numbers[0])
            try server.change(.reference, msisdn: numbers[1])
            clock.advance(by: 10)
            try server.change(.newSim, msisdn: numbers[0])
            try server.change(.removedSubscription, msisdn: numbers[1])
            #expect(server.truth().msisdns.contains(new))
            clock.advance(by: 60)
            server.adjustWorld { $0.visibilityDelay = .zero }
            #expect(try await client.numbers(Self.lately, pageSize: 50) == [numbers[0], new])
            #expect(
                try await client.numbers("\(SandboxClient.subscriptions)?since=60", pageSize: 9) == [
                    numbers[0]
                ])
            let found = try await client.numbers(SearchTests.years, pageSize: 100)
            #expect(found.sorted() == server.truth().msisdns.sorted())
            try server.change(.reference, msisdn: numbers[2])
            #expect(
                try await client.numbers("\(SandboxClient.subscriptions)?since=0", pageSize: 9) == [
                    numbers[2]
                ])
        }
    }

    // MARK: Glitches

    @Test("an account's list is suddenly empty or short though its subscriptions live", arguments: [0, 0.5])
    func shortList(keeping: Double) async throws {
        try await withSandbox { server, client in
            let truth = server.truth().records(of: .subscription)
            let account = try #require(truth.first?["account_id"])
            guard case .text(let id) = account else { return }
            let path = "\(SandboxClient.accounts)/\(id)/mobile-subscriptions"
            let before = try await client.numbers(path, pageSize: 100)
            server.adjustWorld { $0.glitches = [SandboxGlitch(account: id, keeping: keeping)] }
            let during = try await client.numbers(path, pageSize: 100)
            #expect(Set(during).isSubset(of: before))
            #expect(during.count < before.count && (during.isEmpty == (keeping == 0)))
            for number in before { #expect(try await client.detail(number).status == 200) }
            #expect(try await client.numbers(SearchTests.years, pageSize: 100).count == 60)
            #expect(server.truth().records(of: .subscription) == truth)
            server.adjustWorld { $0.glitches = [] }
            #expect(try await client.numbers(path, pageSize: 100) == before)
        }
    }

    @Test("a system user that lost its rights sees nothing of what lives")
    func lostRights() async throws {
        try await withSandbox { server, client in
            let numbers = server.truth().msisdns
            server.adjustWorld { $0.glitches = [SandboxGlitch(hides: Set(SandboxGlitch.Place.allCases))] }
            #expect(try await client.numbers(SearchTests.years, pageSize: 100) == [])
            for path in ["", "/add-on-products"] {
                let answer = try await client.get("\(SandboxClient.subscriptions)/\(numbers[0])\(path)")
                #expect(answer.errorCode == 404001)
            }
            #expect(server.truth().msisdns == numbers)
        }
    }

    // MARK: Control

    @Test("the same can be had over HTTP, key by key, and mistakes are told")
    func overHTTP() async throws {
        try await withSandbox { server, client in
            func set(_ body: String) async throws -> Int {
                try await client.post("/_sandbox/world", body).status
            }
            #expect(try await set(#"{"movement": {"additions": 2, "endpoints": ["accounts"]}}"#) == 200)
            #expect(try await set(#"{"repeated_rows": 1}"#) == 200)
            #expect(try await client.get(SandboxClient.accounts).json.elements.count == 10)
            #expect(server.truth().msisdns.count == 62)
            #expect(try await set(#"{"movement": null, "repeated_rows": 0}"#) == 200)
            #expect(try await client.get(SandboxClient.accounts).json.elements.count == 5)
            #expect(server.truth().msisdns.count == 62)
            #expect(try await set(#"{"glitches": [{"hides": ["search", "detail"]}]}"#) == 200)
            #expect(try await client.numbers(SearchTests.years, pageSize: 100) == [])
            #expect(try await set(#"{"glitches": [], "visibility_delay_seconds": 86400}"#) == 200)
            try server.change(.newSubscription)
            #expect(try await client.numbers(SearchTests.years, pageSize: 100).count == 62)
            let mistakes = [
                #"{"movement": {"additions": -1}}"#, #"{"movement": {"probability": 2}}"#,
                #"{"movement": {"endpoints": ["detail"]}}"#, #"{"repeated_rows": 1.5}"#,
                #"{"visibility_delay_seconds": -1}"#, #"{"glitches": [{"keeping": 2}]}"#,
                #"{"glitches": [{"hides": ["moon"]}]}"#, "[",
            ]
            for wrong in mistakes { #expect(try await set(wrong) == 400) }
        }
    }

    @Test("movement can be written in one line")
    func movementText() throws {
        var expected = SandboxMovement(changes: 2, removals: 1, additions: 3, pages: 10)
        expected.probability = 0.5
        #expect(try SandboxMovement("changes:2,removals:1,additions:3,pages:10,probability:50%") == expected)
        for wrong in ["changes", "changes:x", "changes:-1", "moons:1", "probability:2"] {
            #expect(throws: FaultTextError.self) { try SandboxMovement(wrong) }
        }
    }
}
