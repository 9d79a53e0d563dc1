using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building.Reading;

/// <summary>What network.yaml says, as far as it could be read.</summary>
internal sealed class NetworkDraft(SheetFiles files, SheetProblems problems)
{
    public const string FileName = "network.yaml";

    public SheetFiles Files { get; } = files;

    public SheetProblems Problems { get; } = problems;

    public SheetLanguages Languages { get; set; } = SheetLanguages.Only(string.Empty);

    /// <summary>Whether stops are those of a feed that others made, whose ids can hold any character.</summary>
    public bool HasForeignIds { get; init; }

    public FeedSheet? Feed { get; set; }

    /// <summary>Line of 'valid', for who looks at the dates later.</summary>
    public int ValidLine { get; set; }

    public Declared<OperatorSheet> Operators { get; } = new("operator", $"'operators' of {FileName}");

    public Declared<DayTypeSheet> DayTypes { get; } = new("day type", $"'day_types' of {FileName}");

    public Declared<WaySheet> Ways { get; } = new("way", $"'ways' of {FileName}");

    public Declared<VehicleTypeSheet> Vehicles { get; } = new("vehicle type", $"'vehicles' of {FileName}");

    public Declared<FareSheet> Fares { get; } = new("fare", $"'fares' of {FileName}");

    public DayTypeSheet? HolidayDayType { get; set; }

    public List<HolidaySheet> Holidays { get; } = [];

    public List<AttributionSheet> Attributions { get; } = [];

    /// <summary>Stops that were said to lie in the wrong place; one saying is enough.</summary>
    public HashSet<string> MisplacedStops { get; } = new(StringComparer.Ordinal);

    /// <summary>The id of a stop to which a sheet refers.</summary>
    public string? ReadStopId(SheetNode node) => HasForeignIds ? node.ReadText() : node.ReadId();
}
