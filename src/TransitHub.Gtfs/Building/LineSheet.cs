using System.Collections.Immutable;
using TransitHub.Gtfs.Sheets;

namespace TransitHub.Gtfs.Building;

/// <summary>A line: one file of a network.</summary>
/// <param name="Id">route_id.</param>
/// <param name="Operator">Who runs it.</param>
/// <param name="Mode">With what kind of vehicle.</param>
/// <param name="Vehicle">The type of its vehicles.</param>
/// <param name="Number">route_short_name, or null if the line is known by its name alone.</param>
/// <param name="Name">route_long_name, or null if the line is known by its number alone.</param>
/// <param name="Color">route_color, six hexadecimal digits in upper case.</param>
/// <param name="TextColor">route_text_color, which can be read on <paramref name="Color"/>.</param>
/// <param name="Url">route_url, or null.</param>
/// <param name="Directions">One or two.</param>
/// <param name="Travel">How long its ways take.</param>
/// <param name="Service">When it runs.</param>
/// <param name="ReportEverySeconds">Seconds between two reports of a vehicle in the simulation.</param>
/// <param name="File">The sheet's path.</param>
public sealed record LineSheet(
    string Id,
    OperatorSheet Operator,
    TransitMode Mode,
    VehicleTypeSheet Vehicle,
    LocalizedText? Number,
    LocalizedText? Name,
    string Color,
    string TextColor,
    string? Url,
    ImmutableArray<LineDirection> Directions,
    ImmutableArray<LineTravel> Travel,
    ImmutableArray<LineService> Service,
    int ReportEverySeconds,
    string File)
{
    /// <summary>Seconds between two reports of a vehicle unless the sheet says otherwise: what many bus systems send.</summary>
    public const int DefaultReportEverySeconds = 15;

    /// <summary>What a ride costs; null if nobody has said.</summary>
    public FareSheet? Fare { get; init; }

    /// <summary>The travel times of a trip that leaves its first stop then, or null if the sheet has none.</summary>
    public LineTravel? FindTravel(string dayType, int direction, int departureSeconds) => Travel
        .Where(travel => travel.IsFor(dayType, direction) && (travel.Between?.Contains(departureSeconds) ?? true))
        .MaxBy(travel => travel.Rank);
}
