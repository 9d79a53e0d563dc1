using System.Text;

namespace TransitHub.Gtfs.Merging;

/// <summary>What the fields of an input's file become.</summary>
internal sealed class MergeFields
{
    private readonly MergeInput input;
    private readonly MergeTable table;
    private readonly string?[] spaces;
    private readonly int agency;
    private readonly int translated;

    public MergeFields(MergeInput input, string file, MergeTable table)
    {
        (this.input, this.table) = (input, table);
        this.spaces = [.. table.Columns.Select(MergeSchema.SpaceOf)];
        var namesAgency = file is "agency.txt" or "routes.txt" or "fare_attributes.txt";
        this.agency = namesAgency && input.OnlyAgency is not null ? table.Column("agency_id") : -1;
        NeedsAgency = namesAgency && input.OnlyAgency is not null && this.agency < 0;
        this.translated = file == "translations.txt" ? table.Column("record_id") : -1;
    }

    /// <summary>Whether the file has no agency_id, and rows name the only agency by leaving it out.</summary>
    public bool NeedsAgency { get; }

    /// <summary>The field as it is written.</summary>
    public ReadOnlySpan<byte> Mapped(int column)
    {
        var value = this.table[column];
        if (column == this.agency && value.IsEmpty)
        {
            return Encoding.UTF8.GetBytes(this.input.OnlyAgency!);
        }

        var space = column == this.translated ? MergeSchema.SpaceOfTable(this.table.Text(this.table.Column("table_name"))) : this.spaces[column];
        return space is not null && this.input.Find(space, value) is { } merged ? merged.Utf8 : value;
    }

    /// <summary>A hash of the row as it is written, whatever the order of its columns.</summary>
    /// <param name="without">Columns that do not count.</param>
    public ulong Hash(params ReadOnlySpan<int> without)
    {
        var hash = 0UL;
        for (var column = 0; column < this.table.Columns.Length; column++)
        {
            if (!without.Contains(column))
            {
                hash = unchecked(hash + this.table.Hash(column, Mapped(column)));
            }
        }

        return hash;
    }
}
