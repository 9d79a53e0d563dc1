using System.Globalization;
using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Reporting;

namespace TransitHub.Simulation.Cameras;

/// <summary>Sends what cameras have to say, each camera's messages in their order.</summary>
internal sealed class CameraPost(Outbox outbox, ObservationJson json)
{
    /// <summary>Sends the counts of the interval that ends; or the running totals.</summary>
    public void SendCounts(ChannelTrack track, long now)
    {
        CameraTrack camera = track.Camera;
        List<TrafficCount> counts = [];
        for (int i = 0; i < track.Seen.Length; i++)
        {
            track.Totals[i] += track.Seen[i];
            string @class = track.Classes[i % track.Classes.Length];
            if (track.Channel.Counts.Contains(@class))
            {
                counts.Add(new TrafficCount
                {
                    Device = camera.Device.Id,
                    ReceivedAt = new Timestamp(now),
                    Channel = track.Channel.Id,
                    Class = @class,
                    Direction = track.Channel.Directions[i / track.Classes.Length].Name,
                    From = camera.SendsTotals ? null : new Timestamp(track.From),
                    To = new Timestamp(now),
                    Count = camera.SendsTotals ? track.Totals[i] : track.Seen[i],
                    Uptime = MathF.Round((float)track.Uptime, 2),
                });
            }
        }

        if (counts.Count > 0)
        {
            this.Send(camera, json.Encode(camera.Device.Id, counts), counts.Count, now + (long)(1000 * camera.Luck.Between(0.5, 4)));
        }
    }

    /// <summary>Sends how many are present in a zone.</summary>
    public void SendPresent(ChannelTrack track, int seen, long now)
    {
        CameraTrack camera = track.Camera;
        TrafficCount count = new()
        {
            Device = camera.Device.Id,
            ReceivedAt = new Timestamp(now),
            Channel = track.Channel.Id,
            Class = "person",
            To = new Timestamp(now),
            Count = seen,
            IsPresent = true,
            Uptime = MathF.Round((float)track.Uptime, 2),
        };
        this.Send(camera, json.Encode(camera.Device.Id, [count]), 1, now + (long)(1000 * camera.Luck.Between(0.5, 4)));
    }

    /// <summary>Names a passage and sends it.</summary>
    public string SendPassage(ChannelTrack track, PassageReport passage)
    {
        CameraTrack camera = track.Camera;
        string id = string.Create(CultureInfo.InvariantCulture, $"{camera.Device.Id}-{++camera.Passages}");
        OutgoingMessage message = json.Encode(passage with { EventId = id }, default)!.Value;

        // Each on its own way: what crossed first may be told second.
        long at = passage.MeasuredAt.UnixMilliseconds + (long)(1000 * camera.Luck.Between(0.4, 2.5));
        outbox.Add(new SimulatedMessage(new Timestamp(at), camera.Sender, message.Topic, message.Payload, false));
        return id;
    }

    /// <summary>Says whether the camera is there.</summary>
    public void SendStatus(CameraTrack camera, bool online, string why, long now)
    {
        StatusReport status = new()
        {
            Device = camera.Device.Id,
            ReceivedAt = new Timestamp(now),
            MeasuredAt = new Timestamp(now),
            Online = online,
            Version = "simulation",
            Message = why,
        };
        this.Send(camera, json.Encode(status, default)!.Value, 1, now);
    }

    private void Send(CameraTrack camera, OutgoingMessage message, int observations, long at)
    {
        camera.LastSendAt = Math.Max(camera.LastSendAt, at);
        outbox.Add(new SimulatedMessage(new Timestamp(camera.LastSendAt), camera.Sender, message.Topic, message.Payload, message.Retain, observations));
    }
}
