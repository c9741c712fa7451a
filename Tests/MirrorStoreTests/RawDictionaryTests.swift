import MirrorStore
import Sandbox
import Testing

/// Invariant: the dictionaries, which ship with the program, contain no data of the people
/// whose documents trained them.
@Suite("The dictionaries of raw documents")
struct RawDictionaryTests {
    /// As text; the tables before the contents yield odd letters.
    private let texts = RawDocument.dictionaries.map { String(decoding: $0, as: UTF8.self) }

    @Test("hold no number of a person or a card, and no day")
    func numbers() {
        for text in texts {
            #expect(text.matches(of: /[0-9]{8}/).isEmpty)
            #expect(
                text.matches(of: /[0-9]{4}-(?:0[1-9]|1[0-2])-[0-9]{2}|[0-9]{2}\.[0-9]{2}\.[0-9]{4}/).isEmpty)
        }
    }

    @Test(
        "hold no name, address, reference or birth date of the documents that they learned from",
        arguments: [1, 7])
    func words(seed: UInt64) {
        var options = SandboxOptions()
        options.seed = seed
        options.subscriptions = 300
        let truth = SandboxServer(options: options).truth()
        let personal: [(relation: TruthRelation, columns: Set<String>)] = [
            (.subscription, ["msisdn", "user_reference1", "user_reference2", "user_reference3"]),
            (
                .party,
                ["first_name", "middle_name", "last_name", "birth_date", "org_number", "organization_name"]
            ),
            (.organization, Set(TruthRelation.organization.columns)),
            (.simCard, ["icc_id", "sim_msisdn"]),
        ]
        // A device with a SIM, such as an alarm, has a name that products may have too.
        let products: [(relation: TruthRelation, columns: Set<String>)] = [
            (.subscriptionType, ["name"]), (.productText, ["value"]), (.setting, ["name"]),
            (.addOn, ["name"]),
        ]
        let secrets = words(of: personal, in: truth).subtracting(words(of: products, in: truth))
        #expect(secrets.count > 1_000)
        for text in texts {
            #expect(secrets.intersection(words(of: text)) == [])
        }
    }

    private func words(
        of cells: [(relation: TruthRelation, columns: Set<String>)], in truth: SandboxTruth
    ) -> Set<String> {
        var texts: Set<String> = []
        for (relation, columns) in cells {
            let places = relation.columns.indices.filter { columns.contains(relation.columns[$0]) }
            for row in truth.rows(of: relation) {
                for place in places { if case .text(let text) = row[place] { texts.insert(text) } }
            }
        }
        return texts.reduce(into: []) { $0.formUnion(words(of: $1)) }
    }

    /// Words long enough not to occur in any text by chance.
    private func words(of text: String) -> Set<String> {
        Set(text.matches(of: /\p{L}{3,}|[0-9]{4,}/).map { String($0.output) })
    }
}
