/// A request to send: to the receiver, or between Millom and the operator.
struct MillomOutgoingRequest: Sendable {
    enum Destination: Sendable {
        case receiver
        /// The sandbox itself, for requests between Millom and the operator.
        case sandbox
    }

    let destination: Destination
    /// Its number among the pushes; nil: it is not one.
    var push: Int?
    let path: String
    let body: [UInt8]
    /// Real time before it is sent.
    var delay = Duration.zero
}

/// One push and its outcome.
struct MillomPush: Sendable {
    enum State: String, Sendable {
        case pending
        case delivered
        case failed
        /// There is no receiver.
        case unsent
    }

    let kind: String
    let transactionID: String?
    var state: State
    var attempts = 0
    /// The status of the last answer; nil: there was none.
    var status: Int?
}

/// The state of Millom and the operator.
struct MillomWorld: Sendable {
    /// The recorded result of a known transaction.
    enum Remembered: Sendable {
        case executed(Int)
        case refused(MillomCause)
    }

    let options: SandboxMillom
    let seed: UInt64
    let speller: MillomSpeller
    var people: [MillomPerson]
    private var byID: [MillomKeyType: [String: Int]] = [:]
    /// In the order of execution.
    var purchases: [MillomPurchase] = []
    var transactions: [String: Remembered] = [:]
    /// Accepted events, one per transaction.
    var events: [MillomEvent] = []
    var pushes: [MillomPush] = []
    var notified: [Int: RateLimiter] = [:]
    /// Requests to send as soon as the lock is free.
    var errands: [MillomOutgoingRequest] = []
    /// The source of random choices for changes and ids.
    var choices: SeededGenerator

    /// `numbers`: those of the first API, in the order of creation; `now`: seconds since 1970.
    init(options: SandboxMillom, seed: UInt64, sloppiness: Double, numbers: [String], now: Int) {
        self.options = options
        self.seed = seed
        speller = MillomSpeller(seed: seed, probability: sloppiness)
        choices = SeededGenerator(seed: seed, stream: 41, index: 0)
        let maker = MillomSubscriberFactory(seed: seed, unknownShare: options.unknownShare, now: now)
        people = maker.documented()
        for (index, number) in numbers.prefix(options.subscribers ?? .max).enumerated() {
            people.append(maker.make(number, index: index + 2))
        }
        for type in MillomKeyType.allCases {
            byID[type] = Dictionary(
                zip(people.map { $0.id(type) }, people.indices), uniquingKeysWith: { first, _ in first })
        }
    }

    func person(_ type: MillomKeyType, _ id: String) -> Int? { byID[type]?[id] }

    /// The person with this id of any type.
    func person(named id: String) -> (Int, MillomKeyType)? {
        for type in MillomKeyType.allCases {
            if let found = person(type, id) { return (found, type) }
        }
        return nil
    }

    /// A version 4 UUID, by the seed.
    mutating func makeID() -> String {
        var digits = Array((0..<2).map { _ in Self.hex(choices.next()) }.joined())
        digits[12] = "4"
        digits[16] = ["8", "9", "a", "b"][Int(choices.next() >> 62)]
        let parts = [digits[0..<8], digits[8..<12], digits[12..<16], digits[16..<20], digits[20..<32]]
        return parts.map { String($0) }.joined(separator: "-")
    }

    private static func hex(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.utf8.count) + digits
    }

    /// Queues a push to the receiver; without a receiver it is only recorded.
    mutating func push(_ kind: String, _ transactionID: String?, to path: String?, _ body: MillomJSON) {
        pushBytes(kind, transactionID, to: path, body.bytes)
    }

    mutating func pushBytes(_ kind: String, _ transactionID: String?, to path: String?, _ body: [UInt8]) {
        pushes.append(
            .init(kind: kind, transactionID: transactionID, state: path == nil ? .unsent : .pending))
        guard let path, let push = options.push else { return }
        let number = pushes.count - 1
        let isTwice =
            SeededGenerator.unit(of: SeededGenerator.mix(seed ^ 0x9054, UInt64(number))) < push.repeatedShare
        for _ in 0..<(isTwice ? 2 : 1) {
            errands.append(.init(destination: .receiver, push: number, path: path, body: body))
        }
    }
}
