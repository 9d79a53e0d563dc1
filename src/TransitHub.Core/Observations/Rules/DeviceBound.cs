using TransitHub.Core.Ids;
using TransitHub.Core.Time;

namespace TransitHub.Core.Observations.Rules;

/// <summary>
/// The devices the gate knows, as many as the option allows. When it is full, devices long silent make room, and soon those of which nothing was
/// ever accepted, so that a sender that makes up names does not lock the others out for a day.
/// </summary>
internal sealed class DeviceBound(GateOptions options)
{
    private const double SweepEverySeconds = 60;
    private readonly Dictionary<DeviceId, DeviceTrack> tracks = [];
    private Timestamp sweptAt = new(long.MinValue / 2);

    /// <summary>The device's track; null when there is no room for another device.</summary>
    public DeviceTrack? FindOrAdd(DeviceId id, Timestamp received)
    {
        if (!this.tracks.TryGetValue(id, out DeviceTrack? track))
        {
            if (this.tracks.Count >= options.MaxDevices && !this.TrySweep(received))
            {
                return null;
            }

            track = new DeviceTrack();
            this.tracks.Add(id, track);
        }

        track.LastReceived = received;
        return track;
    }

    private bool TrySweep(Timestamp now)
    {
        if (now.SecondsSince(this.sweptAt) < SweepEverySeconds)
        {
            return false;
        }

        this.sweptAt = now;
        foreach ((DeviceId id, DeviceTrack track) in this.tracks)
        {
            double allowed = track.IsProven
                ? options.ForgetAfterSeconds
                : Math.Min(options.MaxAgeSeconds, options.ForgetAfterSeconds);
            if (now.SecondsSince(track.LastReceived) > allowed)
            {
                this.tracks.Remove(id);
            }
        }

        return this.tracks.Count < options.MaxDevices;
    }
}
