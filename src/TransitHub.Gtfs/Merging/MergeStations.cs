using System.Globalization;
using System.Text;
using TransitHub.Gtfs.Building.Tables;
using TransitHub.Gtfs.Writing;

namespace TransitHub.Gtfs.Merging;

/// <summary>
/// Finds stops of several feeds that are one place: near one another, and of one name in any language of either. Each becomes a child of one station, which
/// is the one that a member has already, or a new one in their middle; where members have several, transfers join them instead.
/// </summary>
internal sealed class MergeStations
{
    private readonly Dictionary<string, string> parents = new(StringComparer.Ordinal);
    private readonly List<(string Id, string Name, double Lat, double Lon)> added = [];
    private readonly List<StopCluster> clusters = [];

    /// <summary>None.</summary>
    public static MergeStations None { get; } = new();

    /// <summary>Whether any stop gets a parent.</summary>
    public bool HasStations => this.parents.Count > 0;

    /// <summary>Each place and why.</summary>
    public IReadOnlyList<StopCluster> Clusters => this.clusters;

    /// <summary>Pairs of stops that transfers join.</summary>
    public List<(string From, string To)> Transfers { get; } = [];

    public static MergeStations Find(IReadOnlyList<MergeInput> inputs, double meters, CancellationToken cancellation)
    {
        var stations = new MergeStations();
        var stops = new List<MergeStop>();
        for (var input = 0; input < inputs.Count; input++)
        {
            stops.AddRange(MergeStop.Read(inputs[input], input, cancellation));
        }

        var ids = stops.Select(stop => stop.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var (name, members) in StopGroups.Of(stops, meters))
        {
            stations.Add(name, members, ids);
        }

        return stations;
    }

    /// <summary>The parent that a stop gets; null: it keeps what it has.</summary>
    public string? ParentOf(string stop) => this.parents.GetValueOrDefault(stop);

    /// <summary>Writes the new stations.</summary>
    public int WriteTo(BlockWriter csv, string[] columns)
    {
        foreach (var (id, name, lat, lon) in this.added)
        {
            var row = new MergedRow(columns.Length);
            foreach (var column in columns)
            {
                row.Add(Encoding.UTF8.GetBytes(column switch
                {
                    "stop_id" => id,
                    "stop_name" => name,
                    "stop_lat" => CsvTable.Degrees(lat),
                    "stop_lon" => CsvTable.Degrees(lon),
                    "location_type" => "1",
                    _ => string.Empty,
                }));
            }

            row.WriteTo(csv);
        }

        return this.added.Count;
    }

    private void Add(string name, List<MergeStop> members, HashSet<string> ids)
    {
        var existing = members.Select(stop => stop.Parent).Where(parent => parent.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        string? station = null;
        if (existing.Count <= 1)
        {
            station = existing.Count == 1 ? existing[0] : NewStation(members, ids);
            foreach (var stop in members.Where(stop => stop.Parent.Length == 0))
            {
                this.parents[stop.Id] = station;
            }
        }
        else
        {
            Transfers.AddRange(
                from one in members from other in members where one.Id != other.Id && one.Parent != other.Parent select (one.Id, other.Id));
        }

        var modes = members.Select(stop => string.Join('/', stop.Modes.Select(mode => mode.ToString(CultureInfo.InvariantCulture)))).ToList();
        this.clusters.Add(new StopCluster(
            [.. members.Select(stop => stop.Id)], station, name, Math.Round(StopGroups.Spread(members), 1), modes, modes.Distinct(StringComparer.Ordinal).Count() == 1));
    }

    private string NewStation(List<MergeStop> members, HashSet<string> ids)
    {
        var id = "station:" + members[0].Id;
        while (!ids.Add(id))
        {
            id += "_";
        }

        this.added.Add((id, members[0].Name, members.Average(stop => stop.Lat), members.Average(stop => stop.Lon)));
        return id;
    }
}
