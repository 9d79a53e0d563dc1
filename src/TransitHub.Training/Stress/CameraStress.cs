using TransitHub.Core.Devices;
using TransitHub.Core.Observations;
using TransitHub.Gtfs;
using TransitHub.Training.Truth;

namespace TransitHub.Training.Stress;

/// <summary>Some lines without positions: cameras at every so many of their stops tell the hub who passes instead.</summary>
public sealed class CameraStress
{
    private readonly SilencedLines silenced;

    /// <summary>Puts up the cameras and lets them see what truly passed.</summary>
    /// <param name="schedule">The timetable.</param>
    /// <param name="truth">True arrivals, closed.</param>
    /// <param name="options">Which lines, how far apart, and how well the cameras see.</param>
    /// <exception cref="ArgumentException">A line is named that the timetable does not have.</exception>
    public CameraStress(Schedule schedule, ArrivalTruth truth, StressOptions options)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        ArgumentNullException.ThrowIfNull(truth);
        ArgumentNullException.ThrowIfNull(options);
        this.silenced = new SilencedLines(schedule, options.CameraLines);
        CameraSites sites = new(schedule, this.silenced, options.CameraStops, options.CamerasReadRoutes);
        this.Devices = sites.Devices;
        this.Passages = new CameraPassages(schedule, sites, options).Of(truth);
    }

    /// <summary>Routes, by index, whose vehicles report no positions.</summary>
    public IReadOnlySet<int> Routes => this.silenced.Routes;

    /// <summary>The cameras, as a devices file would describe them.</summary>
    public DeviceRegistry Devices { get; }

    /// <summary>What they tell, in the order of receipt.</summary>
    public IReadOnlyList<PassageReport> Passages { get; }

    /// <summary>Whether the hub does not get this report since its vehicle has no device now.</summary>
    internal bool Hides(AvlReport report) => this.silenced.Contains(report);
}
