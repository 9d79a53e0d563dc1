using System.IO.Hashing;
using System.Text;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Merging;

/// <summary>Writes one CSV file of the merged feed: the columns of all inputs, the rows of each in turn.</summary>
internal sealed class MergedTable
{
    private readonly string file;
    private readonly IReadOnlyList<MergeInput> inputs;
    private readonly MergeStations stations;
    private readonly string[] columns;
    private readonly HashSet<UInt128> seen = [];
    private readonly MergedRow row;
    private readonly XxHash128 hash = new();
    private long read;
    private long written;
    private long joined;

    public MergedTable(string file, IReadOnlyList<MergeInput> inputs, MergeStations stations)
    {
        (this.file, this.inputs, this.stations) = (file, inputs, stations);
        var columns = new List<string>();
        foreach (var input in inputs)
        {
            using var table = MergeTable.Open(input, file);
            columns.AddRange((table?.Columns ?? []).Where(column => column.Length > 0 && !columns.Contains(column)));
            if (table is not null && new MergeFields(input, file, table).NeedsAgency && !columns.Contains("agency_id"))
            {
                columns.Insert(0, "agency_id");
            }
        }

        if (file == "stops.txt" && stations.HasStations)
        {
            columns.AddRange(((string[])["location_type", "parent_station"]).Where(column => !columns.Contains(column)));
        }

        this.columns = [.. columns];
        this.row = new MergedRow(this.columns.Length);
    }

    /// <summary>Services of the trips written.</summary>
    public HashSet<string> ServicesUsed { get; } = new(StringComparer.Ordinal);

    /// <summary>Translations of one text that two feeds give differently; the first stands.</summary>
    public int Conflicts { get; private set; }

    public MergedFile Write(Stream to, CancellationToken cancellation)
    {
        var csv = new BlockWriter(to);
        csv.Add(Encoding.UTF8.GetBytes(string.Join(',', this.columns) + "\n"));
        for (var input = 0; input < this.inputs.Count; input++)
        {
            using var table = MergeTable.Open(this.inputs[input], this.file);
            if (table is not null)
            {
                Write(this.inputs[input], input == 0, table, csv, cancellation);
            }
        }

        if (this.file == "stops.txt")
        {
            this.written += this.stations.WriteTo(csv, this.columns);
        }

        csv.Flush();
        return new MergedFile(this.file, this.read, this.written, this.joined);
    }

    private void Write(MergeInput input, bool isFirst, MergeTable table, BlockWriter csv, CancellationToken cancellation)
    {
        var fields = new MergeFields(input, this.file, table);
        var sources = Array.ConvertAll(this.columns, table.Column);
        var owner = MergeSchema.OwnerOf(this.file);
        var ownerColumn = owner is { } named ? table.Column(named.Column) : -1;
        var only = fields.NeedsAgency ? Encoding.UTF8.GetBytes(input.OnlyAgency!) : null;
        while (table.Read())
        {
            if ((this.read++ & 0xFFF) == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            var id = table[ownerColumn];
            if ((owner is { } of && input.Find(of.Space, id)?.IsJoined == true) || (this.file == "agency.txt" && input.IsOnlyAgencyJoined))
            {
                this.joined++;
                continue;
            }

            this.row.Clear();
            for (var column = 0; column < sources.Length; column++)
            {
                this.row.Add(sources[column] >= 0 ? fields.Mapped(sources[column]) : this.columns[column] == "agency_id" ? only : default);
            }

            Finish(input, isFirst, table, id.IsEmpty, csv);
        }
    }

    private void Finish(MergeInput input, bool isFirst, MergeTable table, bool standsAlone, BlockWriter csv)
    {
        if (this.file == "trips.txt")
        {
            PutService(input, table);
        }
        else if (this.file == "stops.txt" && this.stations.HasStations)
        {
            PutParent();
        }

        if ((this.file == "translations.txt" && !IsNewTranslation(isFirst)) || (this.file != "translations.txt" && standsAlone && !this.seen.Add(HashOf(_ => true))))
        {
            this.joined++;
            return;
        }

        this.row.WriteTo(csv);
        this.written++;
    }

    private void PutService(MergeInput input, MergeTable table)
    {
        var service = Array.IndexOf(this.columns, "service_id");
        if (service < 0)
        {
            return;
        }

        if (input.TripServices.Count > 0 && input.TripServices.TryGetValue(table.Text(table.Column("trip_id")), out var other))
        {
            Replace(service, other);
        }

        ServicesUsed.Add(Encoding.UTF8.GetString(this.row[service]));
    }

    private void PutParent()
    {
        var id = Encoding.UTF8.GetString(this.row[Array.IndexOf(this.columns, "stop_id")]);
        if (this.stations.ParentOf(id) is { } parent)
        {
            Replace(Array.IndexOf(this.columns, "parent_station"), parent);
        }
    }

    private void Replace(int column, string value)
    {
        var fields = new byte[this.columns.Length][];
        for (var at = 0; at < fields.Length; at++)
        {
            fields[at] = at == column ? Encoding.UTF8.GetBytes(value) : this.row[at].ToArray();
        }

        this.row.Clear();
        foreach (var field in fields)
        {
            this.row.Add(field);
        }
    }

    /// <summary>The first translation of a text into a language stands; of feed_info only the first feed's texts are left.</summary>
    private bool IsNewTranslation(bool isFirst)
    {
        var table = Array.IndexOf(this.columns, "table_name");
        if (!isFirst && table >= 0 && this.row[table].SequenceEqual("feed_info"u8))
        {
            return false;
        }

        var isNew = this.seen.Add(HashOf(column => column != "translation"));
        if (isNew)
        {
            this.seen.Add(~HashOf(_ => true));
        }
        else
        {
            Conflicts += this.seen.Contains(~HashOf(_ => true)) ? 0 : 1;
        }

        return isNew;
    }

    private UInt128 HashOf(Func<string, bool> counts)
    {
        this.hash.Reset();
        for (var column = 0; column < this.columns.Length; column++)
        {
            if (counts(this.columns[column]))
            {
                this.hash.Append(this.row[column]);
                this.hash.Append([0]);
            }
        }

        return this.hash.GetCurrentHashAsUInt128();
    }
}
