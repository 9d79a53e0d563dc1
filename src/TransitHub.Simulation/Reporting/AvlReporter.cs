using TransitHub.Core.Observations;
using TransitHub.Core.Time;
using TransitHub.Gtfs;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Events;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Publishing;
using TransitHub.Simulation.Service;
using TransitHub.Simulation.Truth;

namespace TransitHub.Simulation.Reporting;

/// <summary>Lets the devices of vehicles measure, be signed on and off, and send.</summary>
internal sealed class AvlReporter(
    Schedule schedule, SimulationOptions options, EventQueue queue, Outbox outbox, ObservationJson json, DeadSpots deadSpots, ITruth truth)
{
    private const int StoreLimit = 60;
    private readonly long startAt = options.StartAt.UnixMilliseconds;
    private readonly DeviceFaults faults = options.Devices;
    private readonly DeviceShop shop = new(options);
    private readonly DriverSignOn drivers = new(schedule, options.Devices);
    private readonly ReportForm form = new(schedule);

    /// <summary>Reports measured, also those that never arrived.</summary>
    public long Measured { get; private set; }

    /// <summary>Gives a new vehicle its device.</summary>
    public void Equip(Vehicle vehicle, int number) => vehicle.Device = this.shop.Make(vehicle, number);

    /// <summary>The vehicle leaves its depot.</summary>
    public void SwitchOn(Vehicle vehicle, long now)
    {
        if (vehicle.Device is not { } device)
        {
            return;
        }

        device.IsOn = true;
        device.Session++;
        device.OnSince = now;
        device.SilentUntil = 0;
        long first = Math.Max(now, this.startAt);
        long phase = (long)(device.Luck.Next() * device.IntervalMs);

        // Receivers give a position at each full second.
        long at = (first + phase + 999) / 1000 * 1000;
        queue.Add(at, new SimulationEvent(EventKind.Report, vehicle.Index, device.Session));
        this.Status(device, Math.Min(first + phase, at), online: true);
    }

    /// <summary>The vehicle goes home; the device says so.</summary>
    public void SwitchOff(Vehicle vehicle, long now)
    {
        if (vehicle.Device is { IsOn: true } device)
        {
            device.IsOn = false;
            device.SignOn.Clear();
            device.Store.Clear();
            if (now >= this.startAt)
            {
                this.Status(device, Math.Max(now, device.LastSendAt), online: false);
            }
        }
    }

    /// <summary>The vehicle got a run, with which it will leave.</summary>
    public void Assigned(Vehicle vehicle, Run run, long now, long leaves)
    {
        if (vehicle.Device is { } device)
        {
            this.drivers.SignOn(device, run, now, leaves);
        }
    }

    /// <summary>The vehicle has done with its run.</summary>
    public void Released(Vehicle vehicle, long now)
    {
        if (vehicle.Device is { } device)
        {
            this.drivers.SignOff(device, now);
        }
    }

    /// <summary>A device measures, and will again.</summary>
    public void Measure(Vehicle vehicle, int session, long now)
    {
        AvlDevice device = vehicle.Device!;
        if (!device.IsOn || device.Session != session)
        {
            return;
        }

        queue.Add(now + device.IntervalMs, new SimulationEvent(EventKind.Report, vehicle.Index, session));
        Whereabouts place = Whereabouts.Of(vehicle, now);
        this.Measured++;
        this.form.Tell(truth, vehicle, place, now);
        device.Fix.Measure(ref device.Luck, this.faults, vehicle.Line.Traits.Mode == LineMode.Road, now);
        bool isLost = device.Delivery.Happens(this.faults.LostShare);
        bool goesSilent = device.Delivery.Happens(this.faults.GapsPerHour * device.IntervalMs / 3_600_000.0);
        double silence = device.Delivery.Between(30, 300);
        if (goesSilent)
        {
            device.SilentUntil = Math.Max(device.SilentUntil, now + (long)(silence * 1000));
        }

        if (isLost || now < device.SilentUntil)
        {
            return;
        }

        bool isDead = vehicle.Run is { } run && deadSpots.Covers(run.Pattern, place.AlongMeters);
        if (isDead && !device.Stores)
        {
            return;
        }

        OutgoingMessage message = json.Encode(this.form.Fill(vehicle, device, place, now), default)!.Value;
        if (isDead)
        {
            if (device.Store.Count == StoreLimit)
            {
                device.Store.Dequeue();
            }

            device.Store.Enqueue(message.Payload);
            return;
        }

        this.Send(device, message, now);
    }

    private void Send(AvlDevice device, OutgoingMessage message, long now)
    {
        ref SeededChance chance = ref device.Delivery;
        long latency = (long)(1000 * this.faults.LatencySeconds * Math.Exp(0.5 * chance.Normal()));
        bool isLate = chance.Happens(this.faults.LateShare);
        double heldUp = chance.Between(5, 90);
        bool isTwice = chance.Happens(this.faults.DuplicateShare);
        double again = chance.Between(0.05, 4);
        long at = Math.Max(now + latency, device.LastSendAt);
        while (device.Store.TryDequeue(out byte[]? kept))
        {
            outbox.Add(new SimulatedMessage(new Timestamp(at), device.Number, message.Topic, kept, false));
            at += 40;
        }

        if (isLate)
        {
            // It is held up somewhere behind the device, which goes on: what it sends next overtakes it.
            outbox.Add(new SimulatedMessage(new Timestamp(at + (long)(heldUp * 1000)), device.Number, message.Topic, message.Payload, false));
        }
        else
        {
            outbox.Add(new SimulatedMessage(new Timestamp(at), device.Number, message.Topic, message.Payload, false));
        }

        device.LastSendAt = at;
        if (isTwice)
        {
            long second = at + (long)((again + (isLate ? heldUp : 0)) * 1000);
            outbox.Add(new SimulatedMessage(new Timestamp(second), device.Number, message.Topic, message.Payload, false));
        }
    }

    private void Status(AvlDevice device, long at, bool online)
    {
        StatusReport status = new()
        {
            Device = device.Id,
            ReceivedAt = new Timestamp(at),
            MeasuredAt = new Timestamp(device.ClockAt(at)),
            Online = online,
            UptimeSeconds = online ? 0 : Math.Round((at - device.OnSince) / 1000.0),
            Version = "simulation",
            Message = online ? "simulated" : "switched off",
        };
        OutgoingMessage message = json.Encode(status, default)!.Value;
        outbox.Add(new SimulatedMessage(new Timestamp(at), device.Number, message.Topic, message.Payload, Retain: true));
        device.LastSendAt = Math.Max(device.LastSendAt, at);
    }
}
