using System.Globalization;
using TransitHub.Gtfs.Notices;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Rules.Schema;

namespace TransitHub.Gtfs.Rules.Tables;

/// <summary>A column of decimal numbers.</summary>
internal sealed class FloatColumn(ColumnSchema schema, int place) : TableColumn(schema, place)
{
    private readonly ChunkedList<double> values = new();

    /// <summary>The row's number, or NaN.</summary>
    public double this[int row] => row < this.values.Count && row >= 0 ? this.values[row] : double.NaN;

    public override bool Has(int row) => !double.IsNaN(this[row]);

    public override string Text(int row) => Has(row) ? this[row].ToString("R", CultureInfo.InvariantCulture) : "";

    public override bool Read(FeedTable table)
    {
        var value = table.Double(Place, Schema.Min, Schema.Max);
        if (value == 0 && Schema.IsNonZero)
        {
            table.Report("number_out_of_range", NoticeSeverity.Error, Place, "The number must be greater than 0; leave it empty if it is not known.");
            value = double.NaN;
        }

        this.values.Add(value);
        return !double.IsNaN(value) || !table.Bytes(Place).IsEmpty;
    }
}
