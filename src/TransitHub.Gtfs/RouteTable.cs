using TransitHub.Gtfs.Text;

namespace TransitHub.Gtfs;

/// <summary>routes.txt by dense index in file order.</summary>
public sealed class RouteTable
{
    private readonly IdColumn ids;
    private readonly RouteRow[] rows;
    private readonly IntGroups patterns;
    private readonly IntGroups trips;

    internal RouteTable(IdColumn ids, RouteRow[] rows, IntGroups patterns, IntGroups trips) =>
        (this.ids, this.rows, this.patterns, this.trips) = (ids, rows, patterns, trips);

    /// <summary>Number of routes.</summary>
    public int Count => this.rows.Length;

    /// <summary>route_id.</summary>
    public string Id(int route) => this.ids[route];

    /// <summary>route_id in UTF-8.</summary>
    public ReadOnlySpan<byte> IdUtf8(int route) => this.ids.Utf8(route);

    /// <summary>route_short_name, empty if absent.</summary>
    public string ShortName(int route) => this.rows[route].ShortName;

    /// <summary>route_long_name, empty if absent.</summary>
    public string LongName(int route) => this.rows[route].LongName;

    /// <summary>route_color: six hexadecimal digits, FFFFFF if absent.</summary>
    public string Color(int route) => this.rows[route].Color;

    /// <summary>route_text_color: six hexadecimal digits, 000000 if absent.</summary>
    public string TextColor(int route) => this.rows[route].TextColor;

    /// <summary>route_type, also of the extended list (100 to 1702); -1 if absent or no number.</summary>
    public int Type(int route) => this.rows[route].Type;

    /// <summary>Index of the agency, or -1.</summary>
    public int AgencyIndex(int route) => this.rows[route].Agency;

    /// <summary>Patterns of the route.</summary>
    public ReadOnlySpan<int> Patterns(int route) => this.patterns[route];

    /// <summary>Trips of the route in the order of trips.txt.</summary>
    public ReadOnlySpan<int> Trips(int route) => this.trips[route];

    /// <summary>Finds a route by its id.</summary>
    public bool TryFind(string id, out int index) => this.ids.TryFind(id, out index);

    /// <summary>Finds a route by its id in UTF-8, without making a string.</summary>
    public bool TryFind(ReadOnlySpan<byte> id, out int index) => this.ids.TryFind(id, out index);

    internal sealed record RouteRow(string ShortName, string LongName, string Color, string TextColor, int Type, int Agency);
}
