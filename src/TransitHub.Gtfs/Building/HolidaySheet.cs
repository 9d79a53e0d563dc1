using TransitHub.Gtfs.Sheets;
using TransitHub.Gtfs.Time;

namespace TransitHub.Gtfs.Building;

/// <summary>A day that is not run like its day of the week.</summary>
/// <param name="Date">The day.</param>
/// <param name="Name">What is celebrated, or null.</param>
public sealed record HolidaySheet(ServiceDate Date, LocalizedText? Name);
