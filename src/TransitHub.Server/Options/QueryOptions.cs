using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>Bounds of the JSON and unary gRPC queries.</summary>
internal sealed class QueryOptions
{
    /// <summary>Rows of one page, 1 to 50,000; a request for more gets this many and a token for the next page.</summary>
    [Range(1, 50_000)]
    public int MaxPageSize { get; set; } = 5000;

    /// <summary>Rows of a page when the request names no number, 1 to 50,000.</summary>
    [Range(1, 50_000)]
    public int DefaultPageSize { get; set; } = 1000;

    /// <summary>Minutes ahead for which a stop's timetable is shown, 1 to 1,440.</summary>
    [Range(1, 1440)]
    public int ArrivalsHorizonMinutes { get; set; } = 180;

    /// <summary>
    /// Counts above none and below this are not told in public outputs, 1 to 1,000; 1 tells all. Default 5: of fewer people at a place
    /// and minute each could be told apart by who was there. Buses, trams, trains and boats are told whatever their number.
    /// </summary>
    [Range(1, 1000)]
    public int FewestTold { get; set; } = 5;

    /// <summary>Arrivals shown of one stop, 1 to 1,000.</summary>
    [Range(1, 1000)]
    public int MaxArrivals { get; set; } = 200;
}
