/// What a statement names itself: relations, and of each the columns that it reads.
///
/// Not what the views read that it names.
struct StatementReads: Equatable {
    var columns: [String: Set<String>] = [:]

    /// By name.
    var relations: [String] { columns.keys.sorted() }

    /// Those of them whose past is not known.
    var relationsWithoutHistory: [String] { relations.filter { !AsOfRelations.isKnown($0) } }
}
