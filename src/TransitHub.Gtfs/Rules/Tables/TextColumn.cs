using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A column of ids or texts: per row the number of its text.</summary>
internal sealed class TextColumn : TableColumn
{
    private readonly ChunkedList<int> values = new();
    private readonly ChunkedList<int> firstRows = new();
    private readonly FieldJudge judge;
    private readonly bool isKey;
    private int last = -1;

    public TextColumn(ColumnSchema schema, int place, bool isKey, IdDomain domain, FieldJudge judge)
        : base(schema, place) => (this.isKey, Domain, this.judge) = (isKey, domain, judge);

    public IdDomain Domain { get; }

    /// <summary>The number of the row's text, or -1.</summary>
    public int this[int row] => row < this.values.Count && row >= 0 ? this.values[row] : -1;

    public override bool Has(int row) => this[row] >= 0;

    public override string Text(int row) => this[row] is >= 0 and var id ? Domain.Text(id) : "";

    /// <summary>The first row that has the text, or -1. Only for a column that makes ids.</summary>
    public int Row(int id) => id >= 0 && id < this.firstRows.Count ? this.firstRows[id] - 1 : -1;

    public override bool Read(FeedTable table)
    {
        var field = table.CheckedBytes(Place);
        if (field.IsEmpty)
        {
            this.values.Add(-1);
            return false;
        }

        var isSame = this.last >= 0 && Domain.Utf8(this.last).SequenceEqual(field);
        var id = isSame ? this.last : Domain.Add(field, Schema, this.judge);
        this.last = id;
        if (Domain.Faults(id) is not FieldFaults.None and var faults)
        {
            FieldJudge.Report(table, Place, Schema, faults);
        }

        if (Schema.Defines && !(isSame && !this.isKey))
        {
            Define(table, id);
        }

        this.values.Add(id);
        return true;
    }

    private void Define(FeedTable table, int id)
    {
        Domain.Define(id);
        while (this.firstRows.Count <= id)
        {
            this.firstRows.Add(0);
        }

        if (this.firstRows[id] == 0)
        {
            this.firstRows[id] = this.values.Count + 1;
        }
        else if (this.isKey)
        {
            table.ReportDuplicate(Place);
        }
    }
}
