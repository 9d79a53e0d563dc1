using System.ComponentModel.DataAnnotations;

namespace TransitHub.Server.Options;

/// <summary>GTFS-Realtime of another agency that a feed takes in.</summary>
internal sealed class UpstreamSettings
{
    /// <summary>What the hub polls; empty: nothing.</summary>
    public List<UpstreamSource> Sources { get; set; } = [];

    /// <summary>
    /// True: publishers may send messages to <c>POST /v1/feeds/{feed}/upstream/{kind}</c>, with a user and password of
    /// <see cref="SecurityOptions.MqttUsers"/> where there are any. Default false.
    /// </summary>
    public bool Push { get; set; }

    /// <summary>Largest message that is pushed, bytes, unpacked too, 1,024 to 268,435,456; default 33,554,432: a country's vehicles several times over.</summary>
    [Range(1_024, 268_435_456)]
    public int PushMaxBytes { get; set; } = 33_554_432;
}

/// <summary>One URL of GTFS-Realtime.</summary>
internal sealed class UpstreamSource
{
    /// <summary>Names it in logs, samples and figures: 1 to 64 characters without / + # and spaces.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Where it is, http or https.</summary>
    [Required]
    public string Url { get; set; } = string.Empty;

    /// <summary>What is taken of it, by commas: <c>vehicles</c>, <c>trip_updates</c>, <c>alerts</c>; default all.</summary>
    [Required]
    public string Takes { get; set; } = "vehicles,trip_updates,alerts";

    /// <summary>Seconds from one poll to the next, 1 to 3,600; default 15: most agencies make a new one every 10 to 30.</summary>
    [Range(1, 3_600)]
    public double PollSeconds { get; set; } = 15;

    /// <summary>Seconds for one poll, redirects included, 0.1 to 120; default 10.</summary>
    [Range(0.1, 120)]
    public double TimeoutSeconds { get; set; } = 10;

    /// <summary>Largest answer, bytes, packed and unpacked, 1,024 to 268,435,456; default 33,554,432.</summary>
    [Range(1_024, 268_435_456)]
    public int MaxBytes { get; set; } = 33_554_432;

    /// <summary>Redirects that are followed, 0 to 10; default 3. Headers go to the first host only.</summary>
    [Range(0, 10)]
    public int MaxRedirects { get; set; } = 3;

    /// <summary>The longest wait after failures, seconds, 1 to 3,600; default 300. The first is as long as <see cref="PollSeconds"/>, each further one twice as long.</summary>
    [Range(1, 3_600)]
    public double MaxBackoffSeconds { get; set; } = 300;

    /// <summary>Headers that the agency wants, such as a key.</summary>
    public List<UpstreamHeader> Headers { get; set; } = [];
}

/// <summary>A header of a request; its value is never shown or logged.</summary>
internal sealed class UpstreamHeader
{
    /// <summary>Its name.</summary>
    [Required]
    public string Name { get; set; } = string.Empty;

    /// <summary>Its value; better given by the environment, <c>TRANSITHUB__FEEDS__0__UPSTREAM__SOURCES__0__HEADERS__0__VALUE</c>. Null: <see cref="ValueFile"/> has it.</summary>
    public string? Value { get; set; }

    /// <summary>A file with the value, read at each poll, so that a key may change.</summary>
    public string? ValueFile { get; set; }
}
