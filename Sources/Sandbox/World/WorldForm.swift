/// The body of `POST /_sandbox/world`: values present are set, missing ones stay as they are.
struct WorldForm: Decodable {
    struct Movement: Decodable {
        let changes: Int?
        let removals: Int?
        let additions: Int?
        let probability: Double?
        let pages: Int?
        let endpoints: [String]?
    }

    struct Glitch: Decodable {
        let account: String?
        let keeping: Double?
        let hides: [String]?
    }

    enum CodingKeys: String, CodingKey {
        case movement, glitches
        case repeatedRows = "repeated_rows"
        case visibilityDelaySeconds = "visibility_delay_seconds"
    }

    let movement: Movement?
    let endsMovement: Bool
    let repeatedRows: Double?
    let visibilityDelaySeconds: Double?
    let glitches: [Glitch]?

    init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        movement = try values.decodeIfPresent(Movement.self, forKey: .movement)
        endsMovement = values.contains(.movement) && movement == nil
        repeatedRows = try values.decodeIfPresent(Double.self, forKey: .repeatedRows)
        visibilityDelaySeconds = try values.decodeIfPresent(Double.self, forKey: .visibilityDelaySeconds)
        glitches = try values.decodeIfPresent([Glitch].self, forKey: .glitches)
    }

    /// `world` with the form's values.
    ///
    /// - Throws: `ControlRefusal` for a number out of range or an unknown name.
    func applied(to world: SandboxWorld) throws -> SandboxWorld {
        var next = world
        guard (0...1).contains(repeatedRows ?? 0), (0...86_400).contains(visibilityDelaySeconds ?? 0) else {
            throw ControlRefusal(reason: "repeated_rows or visibility_delay_seconds is out of range")
        }
        if endsMovement { next.movement = nil }
        if let movement { next.movement = try movement.value() }
        if let repeatedRows { next.repeatedRows = repeatedRows }
        if let visibilityDelaySeconds { next.visibilityDelay = .seconds(visibilityDelaySeconds) }
        if let glitches { next.glitches = try glitches.map { try $0.value() } }
        return next
    }
}

extension WorldForm.Movement {
    func value() throws -> SandboxMovement {
        let counts = [changes, removals, additions, pages].compactMap { $0 }
        guard counts.allSatisfy({ (0...100_000).contains($0) }), (0...1).contains(probability ?? 1) else {
            throw ControlRefusal(reason: "a number of movement is out of range")
        }
        var value = SandboxMovement(
            changes: changes ?? 0, removals: removals ?? 0, additions: additions ?? 0, pages: pages)
        value.probability = probability ?? 1
        if let endpoints {
            value.endpoints = Set(
                try endpoints.map { name in
                    guard let endpoint = SandboxEndpoint(rawValue: name), endpoint.isPaged else {
                        throw ControlRefusal(reason: "no list: \(name)")
                    }
                    return endpoint
                })
        }
        return value
    }
}

extension WorldForm.Glitch {
    func value() throws -> SandboxGlitch {
        guard (0...1).contains(keeping ?? 0) else { throw ControlRefusal(reason: "keeping is out of range") }
        var value = SandboxGlitch(account: account, keeping: keeping ?? 0)
        if let hides {
            value.hides = Set(
                try hides.map { name in
                    guard let place = SandboxGlitch.Place(rawValue: name) else {
                        throw ControlRefusal(reason: "nowhere to hide: \(name)")
                    }
                    return place
                })
        }
        return value
    }
}
