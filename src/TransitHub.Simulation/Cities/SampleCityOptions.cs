namespace TransitHub.Simulation.Cities;

/// <summary>How the sample city is built.</summary>
public sealed record SampleCityOptions
{
    /// <summary>The IANA time zone whose hours the timetable means; null: <see cref="SampleCity.HomeTimeZone"/>.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How many times the city is there, each copy west of the one before, 1 to <see cref="SampleCity.MaxCopies"/>.</summary>
    public int Copies { get; init; } = 1;
}
