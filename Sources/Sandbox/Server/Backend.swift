import Synchronization

/// The company's data behind the gateway, safe for concurrent requests.
final class Backend: Sendable {
    struct Holdings {
        var model: CompanyModel
        /// By slot of the model.
        var bodies: [FinishedBodies]
        var world: SandboxWorld
        /// Decides whether changes follow a page.
        var movements: SeededGenerator
    }

    let speller: Speller
    let spelled: SpelledCatalogue
    let seed: UInt64
    let clock: ServerClock
    let holdings: Mutex<Holdings>

    init(options: SandboxOptions, clock: ServerClock) {
        seed = options.seed
        self.clock = clock
        let model = CompanyModel(options: options, now: clock.milliseconds)
        let sloppiness = Sloppiness(seed: options.seed, probability: options.sloppiness)
        speller = Speller(sloppiness: sloppiness, catalogue: model.catalogue)
        spelled = SpelledCatalogue(
            model.catalogue, organizations: model.company.organizations, sloppiness: sloppiness)
        holdings = Mutex(
            Holdings(
                model: model, bodies: Array(repeating: FinishedBodies(), count: model.slots.count),
                world: options.world,
                movements: SeededGenerator(seed: options.seed, stream: 7, index: 0)))
    }

    /// A copy of the current data.
    var model: CompanyModel { holdings.withLock { $0.model } }

    /// nil if there is none, or a glitch hides it.
    func subscription(_ msisdn: UInt64) -> Subscription? {
        holdings.withLock { holdings in
            holdings.model[msisdn].flatMap { holdings.isShown($0, at: .detail, seed: seed) ? $0 : nil }
        }
    }

    // MARK: Details

    private enum Found {
        case finished([UInt8])
        case unfinished(Subscription)
        case nothing
    }

    /// The detail's body; nil if there is no such subscription.
    func detail(of msisdn: UInt64, form: BodyForm) -> [UInt8]? {
        let found = holdings.withLock { holdings -> Found in
            guard let slot = holdings.model.slot(of: msisdn), let subscription = holdings.model.slots[slot],
                holdings.isShown(subscription, at: .detail, seed: seed)
            else { return .nothing }
            return holdings.bodies[slot][form].map(Found.finished) ?? .unfinished(subscription)
        }
        switch found {
        case .nothing: return nil
        case .finished(let body): return body
        case .unfinished(let subscription): return finish(subscription, form: form)
        }
    }

    /// Creates a body outside the lock and keeps it, unless the subscription has changed meanwhile.
    private func finish(_ subscription: Subscription, form: BodyForm) -> [UInt8] {
        let document = DetailDocument(catalogue: spelled, language: form.language)
        let plain = document.bytes(of: speller.spell(subscription))
        let made = form.isCompressed ? Gzip.compressed(plain) ?? plain : plain
        // A copy of a slice has no spare capacity, which matters for 100,000 of them.
        let body = Array(made[...])
        holdings.withLock { holdings in
            guard let slot = holdings.model.slot(of: subscription.msisdn),
                holdings.model.slots[slot]?.version == subscription.version,
                holdings.model.slots[slot]?.index == subscription.index
            else { return }
            holdings.bodies[slot][form] = body
        }
        return body
    }

    /// Creates all compressed Norwegian bodies, on two cores.
    func warmUp() async {
        let numbers = model.living.map(\.msisdn)
        let half = numbers.count / 2
        let form = BodyForm(language: .norwegian, isCompressed: true)
        await withTaskGroup(of: Void.self) { group in
            for part in [numbers[..<half], numbers[half...]] {
                group.addTask { for number in part { _ = self.detail(of: number, form: form) } }
            }
        }
    }

    func documents(in language: Language) -> ListDocuments {
        ListDocuments(spelled: spelled, catalogue: speller.catalogue, speller: speller, language: language)
    }

    // MARK: Changes

    /// Changes the settings of the world.
    func adjustWorld(_ adjust: (inout SandboxWorld) throws -> Void) rethrows {
        try holdings.withLock { holdings in
            try adjust(&holdings.world)
            holdings.model.index.delay = holdings.world.visibilityDelay
        }
    }

    /// Makes one change; see `CompanyModel.apply`.
    func apply(_ kind: SandboxChangeKind, to msisdn: UInt64?, at now: Int64) throws -> SandboxChange {
        try holdings.withLock { try apply(kind, to: msisdn, sparing: [], at: now, on: &$0) }
    }

    /// Makes `count` changes of mixed kinds, each to a different subscription as long as there are enough.
    func applyMix(_ count: Int, at now: Int64) -> [SandboxChange] {
        holdings.withLock { holdings in
            var changes: [SandboxChange] = []
            var touched: Set<UInt64> = []
            for _ in 0..<count {
                let kind = SandboxChangeKind.drawn(by: &holdings.model.choices)
                let change = try? apply(kind, to: nil, sparing: touched, at: now, on: &holdings)
                guard let change else { continue }
                changes.append(change)
                if let msisdn = UInt64(change.msisdn) { touched.insert(msisdn) }
            }
            return changes
        }
    }

    /// Makes `count` changes of one kind (nil: to `share` of all candidates), each to a different
    /// subscription.
    func applyMany(
        _ kind: SandboxChangeKind, count: Int?, share: Double, at now: Int64
    ) -> [SandboxChange] {
        holdings.withLock { holdings in
            let candidates = holdings.model.candidates(for: kind)
            let all = candidates?.count ?? holdings.model.index.count
            let wanted = count ?? Int((Double(all) * share).rounded())
            var changes: [SandboxChange] = []
            var next = candidates?.makeIterator()
            for _ in 0..<(candidates?.count ?? wanted) where changes.count < wanted {
                let change = try? apply(kind, to: next?.next(), sparing: [], at: now, on: &holdings)
                if let change { changes.append(change) }
            }
            return changes
        }
    }

    func apply(
        _ kind: SandboxChangeKind, to msisdn: UInt64?, sparing spared: Set<UInt64>, at now: Int64,
        on holdings: inout Holdings
    ) throws -> SandboxChange {
        holdings.model.moment = clock.elapsed
        let slotBefore = msisdn.flatMap { holdings.model.slot(of: $0) }
        let change = try holdings.model.apply(kind, to: msisdn, sparing: spared, at: now)
        let missing = holdings.model.slots.count - holdings.bodies.count
        holdings.bodies.append(contentsOf: Array(repeating: FinishedBodies(), count: missing))
        let slotAfter = UInt64(change.msisdn).flatMap { holdings.model.slot(of: $0) }
        for slot in [slotBefore, slotAfter].compactMap({ $0 }) { holdings.bodies[slot] = FinishedBodies() }
        return change
    }
}
