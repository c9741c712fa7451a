/// Writes the truth as JSON, relation by relation.
struct TruthDocument: Sendable {
    let truth: SandboxTruth
    let relations: [TruthRelation]

    /// Sends the document in pieces, the largest of which is one relation.
    func write(_ send: ([UInt8]) async throws -> Void) async throws {
        try await send(Array("{\"relations\":{".utf8))
        for (position, relation) in relations.enumerated() {
            try await send(Array("\(position == 0 ? "" : ",")\"\(relation.rawValue)\":".utf8))
            try await send(bytes(of: relation))
        }
        try await send(Array("}}".utf8))
    }

    private func bytes(of relation: TruthRelation) -> [UInt8] {
        let columns = relation.columns
        var writer = JSONWriter(capacity: 65_536)
        writer.array { writer in
            truth.forEachRow(of: relation) { row in
                writer.object { writer in
                    for (column, value) in zip(columns, row) {
                        writer.field(named: column, Self.token(value))
                    }
                }
            }
        }
        return writer.bytes
    }

    private static func token(_ value: TruthValue) -> Token {
        switch value {
        case .null: .null
        case .integer(let number): .integer(Int(number))
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        }
    }
}
