using TransitHub.Core.Devices;
using TransitHub.Gtfs;
using TransitHub.Gtfs.Building;
using TransitHub.Gtfs.Reading;
using TransitHub.Gtfs.Sheets;
using TransitHub.Simulation.Lines;

namespace TransitHub.Simulation.Cities;

/// <summary>Bangkok as the assembly carries it: its line sheets, and the GTFS and schedule built of them.</summary>
public sealed class SampleCity
{
    /// <summary>The id under which a hub serves the city: it says that the city is simulated.</summary>
    public const string FeedId = "bangkok-simulation";

    /// <summary>The time zone that the city lives in, an IANA name.</summary>
    public const string HomeTimeZone = "Asia/Bangkok";

    /// <summary>The most copies: with more the cities would reach around the Earth.</summary>
    public const int MaxCopies = 400;

    private static readonly string[] KhlongLines = ["phadung-krung-kasem", "saen-saep"];

    private const string ResourcePrefix = "Bangkok/";
    private const string DevicesFile = "devices.yaml";

    /// <summary>A copy lies this far west of the one before: a little more than the city is wide.</summary>
    private const double DegreesBetweenCopies = 0.6;

    private SampleCity(LineNetwork network, ReadOnlyMemory<byte> gtfs, Schedule schedule, DeviceRegistry cameras, string devices) =>
        (Network, Gtfs, Schedule, Cameras, Devices) = (network, gtfs, schedule, cameras, devices);

    /// <summary>The sheets, by their paths in the folder Bangkok.</summary>
    public static SheetFiles Sheets => SheetFiles.OfResources(typeof(SampleCity).Assembly, ResourcePrefix);

    /// <summary>The lines with what GTFS does not say of them: capacities, dwell, how often vehicles report.</summary>
    public LineNetwork Network { get; }

    /// <summary>The GTFS zip; equal options give equal bytes.</summary>
    public ReadOnlyMemory<byte> Gtfs { get; }

    /// <summary>
    /// What the vehicles are like, to be simulated. Locks keep the river's tide out of the khlongs, which a line's direction
    /// does not tell.
    /// </summary>
    public SimulatedTraits Traits => SimulatedTraits.Of(Schedule, Network).WithEach(
        (line, traits) => KhlongLines.Any(k => line.StartsWith(k, StringComparison.Ordinal)) ? traits with { IsTidal = false } : traits);

    /// <summary>What <see cref="Gtfs"/> holds.</summary>
    public Schedule Schedule { get; }

    /// <summary>The cameras of <see cref="Devices"/>, read against <see cref="Schedule"/>.</summary>
    public DeviceRegistry Cameras { get; }

    /// <summary>The devices file, YAML; its devices stand in the first copy of the city.</summary>
    public string Devices { get; }

    /// <summary>
    /// Reads and builds the city. Throws <see cref="ArgumentException"/> for a time zone that does not exist and
    /// <see cref="ArgumentOutOfRangeException"/> for copies that are not 1 to <see cref="MaxCopies"/>.
    /// </summary>
    public static SampleCity Load(SampleCityOptions? options = null)
    {
        options ??= new SampleCityOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Copies, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Copies, MaxCopies, nameof(options));
        SheetFiles sheets = Sheets;
        LineNetworkResult read = LineNetwork.Read(sheets);
        LineNetwork network = (read.Network ?? throw new InvalidDataException($"The sample city cannot be read: {read.Problems.InOrder()[0]}"))
            .Repeat(options.Copies, -DegreesBetweenCopies);
        using var zip = new MemoryStream();
        GtfsBuilder.Build(network, zip, new GtfsBuildOptions { TimeZone = options.TimeZone });
        byte[] gtfs = zip.ToArray();
        Schedule schedule = ScheduleReader.Read(new MemoryStream(gtfs, writable: false)).Schedule;
        string devices = ReadText(sheets, DevicesFile);
        var problems = new SheetProblems();
        DeviceRegistry cameras = DevicesSheet.Read(DevicesFile, devices, schedule, problems);
        return problems.HasErrors
            ? throw new InvalidDataException($"The sample city's devices cannot be read: {problems.InOrder()[0]}")
            : new SampleCity(network, gtfs, schedule, cameras, devices);
    }

    private static string ReadText(SheetFiles sheets, string path)
    {
        using var reader = new StreamReader(sheets.Open(path));
        return reader.ReadToEnd();
    }
}
