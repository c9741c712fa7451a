import MirrorCore
import MirrorStore
import TestSupport
import Testing

/// Invariant: the registry's columns of a relation are its columns in the file, in the same order.
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
                        // A row's own number is never NULL, though it is not declared NOT NULL.
                        """
                        SELECT name FROM pragma_table_info('\(table)') WHERE NOT "notnull" AND NOT (pk = 1 AND type = 'INTEGER')
                        """))
                let wrong = relation.fields.filter { field in
                    let name = field.name == "msisdn" ? relation.ownerColumn : field.name
                    return field.isKnown && nullable.contains(name)
                }
                #expect(wrong.map(\.name) == [], "\(relation.name)")
            }
        }
    }

    @Test("are as many as a row has cells, of every relation whose rows a detail gives")
    func cells() {
        let document = NormalizedSubscription.invented(.invented(1))
        var widths = RowWidths()
        document.write(to: &widths)
        widths.add([UnreadableRow(msisdn: document.msisdn, path: "$", count: 1)])
        widths.add([OrderableAddOnRow(msisdn: document.msisdn, productID: 1)])
        widths.add([document.subscription])
        for (relation, found) in widths.found {
            #expect(found == [relation.columns.count], "\(relation.name)")
        }
        let names = widths.found.keys.filter { $0.table != nil }.map(\.name)
        #expect(names.sorted() == RelationRegistry.mirror.ofNumbers.map(\.name).sorted())
    }
}

/// The number of cells in each relation's rows.
private struct RowWidths: RowSink {
    private(set) var found: [Relation: Set<Int>] = [:]

    mutating func add<Row: RelationRow>(_ rows: [Row]) {
        for row in rows { found[Row.relation, default: []].insert(row.values.count) }
    }
}
