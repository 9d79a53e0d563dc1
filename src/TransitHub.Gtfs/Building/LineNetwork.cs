using System.Collections.Immutable;
using System.IO.Hashing;
using TransitHub.Gtfs.Building.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building;

/// <summary>A network as line sheets describe it: checked, immutable, ready to be built.</summary>
public sealed class LineNetwork
{
    private readonly Dictionary<string, LineSheet> linesById;
    private readonly int validLine;

    internal LineNetwork(
        FeedSheet feed,
        int validLine,
        ImmutableArray<DayTypeSheet> dayTypes,
        DayTypeSheet? holidayDayType,
        ImmutableArray<HolidaySheet> holidays,
        ImmutableArray<AttributionSheet> attributions,
        ImmutableArray<LineSheet> lines,
        string digest)
    {
        (Feed, DayTypes, HolidayDayType, Holidays) = (feed, dayTypes, holidayDayType, holidays);
        (Attributions, Lines, Digest) = (attributions, lines, digest);
        this.validLine = validLine;
        this.linesById = lines.ToDictionary(line => line.Id, StringComparer.Ordinal);
        Operators = [.. lines.Select(line => line.Operator).DistinctBy(own => own.Id).OrderBy(own => own.Id, StringComparer.Ordinal)];
        Stops = [.. lines.SelectMany(line => line.Directions).SelectMany(direction => direction.Stops).Select(call => call.Stop)
            .DistinctBy(stop => stop.Id).OrderBy(stop => stop.Id, StringComparer.Ordinal)];
    }

    /// <summary>Who publishes the network, for when, in which language and time zone.</summary>
    public FeedSheet Feed { get; }

    /// <summary>Days that run alike, in the order of the sheet.</summary>
    public ImmutableArray<DayTypeSheet> DayTypes { get; }

    /// <summary>The day type of holidays; null if there are no holidays.</summary>
    public DayTypeSheet? HolidayDayType { get; }

    /// <summary>Holidays by date.</summary>
    public ImmutableArray<HolidaySheet> Holidays { get; }

    /// <summary>Whom the data is owed to.</summary>
    public ImmutableArray<AttributionSheet> Attributions { get; }

    /// <summary>The lines by id.</summary>
    public ImmutableArray<LineSheet> Lines { get; }

    /// <summary>The operators that run a line, by id.</summary>
    public ImmutableArray<OperatorSheet> Operators { get; }

    /// <summary>The stops at which a line calls, by id.</summary>
    public ImmutableArray<StopSheet> Stops { get; }

    /// <summary>32 hexadecimal digits made of all sheets; equal for equal sheets.</summary>
    public string Digest { get; }

    /// <summary>
    /// Reads the sheets of a folder: network.yaml and lines/*.yaml. Throws <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> if a file cannot be read; what is wrong in the sheets is in the result.
    /// </summary>
    public static LineNetworkResult Read(SheetFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        return NetworkReader.Read(files);
    }

    /// <summary>What consumers will say of the feed's dates on a day, as warnings; sheets are checked without a clock.</summary>
    public IReadOnlyList<SheetProblem> CheckDates(ServiceDate today) =>
        DateCheck.Run(Feed, today) is var (wrong, remedy)
            ? [new SheetProblem(NetworkDraft.FileName, this.validLine, SheetSeverity.Warning, wrong, remedy)]
            : [];

    /// <summary>The same days and operators with other lines.</summary>
    internal LineNetwork With(ImmutableArray<LineSheet> lines, string digest) =>
        new(Feed, this.validLine, DayTypes, HolidayDayType, Holidays, Attributions, lines, digest);

    /// <summary>
    /// The network with other ways for directions that go straight from stop to stop. Running times by speed follow the new lengths.
    /// </summary>
    /// <param name="draw">Gives the way of a line's direction; null leaves it straight.</param>
    public LineNetwork Redraw(Func<LineSheet, LineDirection, DrawnWay?> draw)
    {
        ArgumentNullException.ThrowIfNull(draw);
        var hash = new XxHash128();
        var lines = Lines.Select(line => line with { Directions = [.. line.Directions.Select(direction => direction.Redraw(way => draw(line, way), hash))] });
        return With([.. lines], $"{Digest}~{Convert.ToHexStringLower(hash.GetCurrentHash())}");
    }

    /// <summary>The line that became a route, or null.</summary>
    public LineSheet? FindLine(string routeId) => this.linesById.GetValueOrDefault(routeId);
}
