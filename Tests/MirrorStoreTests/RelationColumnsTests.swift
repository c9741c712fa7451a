import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: what the registry calls a relation's columns are its columns in the file, in that order.
@Suite("The columns of a relation")
struct RelationColumnsTests {
    @Test("are those of its table or view, and of its versions", arguments: RelationRegistry.mirror.relations)
    func columns(relation: Relation) async throws {
        try await withTemporaryMirror { store in
            let names = relation.fields.map(\.name)
            let contents = MirrorContents(path: store.path)
            func columns(of table: String) throws -> [String] {
                try contents.rows("SELECT name FROM pragma_table_info('\(table)') ORDER BY cid")
            }
            try #expect(columns(of: relation.name) == (relation.isInternal ? [] : names))
            try #expect(
                columns(of: relation.historyName)
                    == (relation.isHistorized ? names + ["observed_from", "observed_to"] : []))
            #expect((0...names.count).contains(relation.identityWidth))
            let known = Set(names)
            let named =
                relation.order + relation.indexes + [relation.fallback, relation.label].compactMap(\.self)
            #expect(named.allSatisfy(known.contains))
        }
    }

    @Test("are not NULL in the file where the registry says that they are always known")
    func known() async throws {
        try await withTemporaryMirror { store in
            let contents = MirrorContents(path: store.path)
            for relation in RelationRegistry.mirror.relations {
                guard let table = relation.table else { continue }
                let nullable = Set(
                    try contents.rows(
                        // A row's own number is never NULL, though it is not declared so.
                        """
                        SELECT name FROM pragma_table_info('\(table)') WHERE NOT "notnull" AND NOT (pk = 1 AND type = 'INTEGER')
                        """))
                let wrong = relation.fields.filter { $0.isKnown && nullable.contains($0.name) }
                #expect(wrong.map(\.name) == [], "\(relation.name)")
            }
        }
    }

    @Test("are as many as a row has cells, of every relation whose rows a detail gives")
    func cells() {
        let document = NormalizedSubscription.invented(.invented(1))
        for rows in document.rows {
            #expect(!rows.cells.isEmpty, "\(rows.relation.name)")
            #expect(
                rows.cells.allSatisfy { $0.count == rows.relation.columns.count }, "\(rows.relation.name)")
        }
        #expect(document.subscription.values.count == Relation.subscription.columns.count)
        let names = document.rows.map(\.relation.name) + ["orderable_add_on", "_unreadable"]
        #expect(names.sorted() == RelationRegistry.mirror.ofNumbers.map(\.name).sorted())
    }
}
