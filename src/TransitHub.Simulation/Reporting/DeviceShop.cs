using System.Globalization;
using TransitHub.Core.Ids;
using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Faults;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Service;

namespace TransitHub.Simulation.Reporting;

/// <summary>Makes each vehicle its device, with the faults that it has for life.</summary>
internal sealed class DeviceShop(SimulationOptions options)
{
    private const double YearMs = 365.25 * 86_400_000;

    public AvlDevice Make(Vehicle vehicle, int number)
    {
        DeviceFaults faults = options.Devices;
        LineTraits traits = vehicle.Line.Traits;
        ulong subject = SeededChance.Mix((ulong)(vehicle.Line.Route + 1), (ulong)number, 0);
        SeededChance luck = SeededChance.Of(options.Seed, ChanceStream.Device, subject);
        bool isOff = luck.Happens(faults.WrongClockShare);
        bool isYearsOff = luck.Happens(faults.YearsOffShare);
        double sign = luck.Happens(0.5) ? 1 : -1;
        double secondsOff = Math.Exp(luck.Between(Math.Log(5), Math.Log(3600)));
        double yearsOff = luck.Between(1, 8);
        double drift = luck.Normal() * faults.DriftPpm;
        bool occupancy = luck.Happens(traits.OccupancyShare);
        bool odometer = luck.Happens(0.3);
        bool stores = luck.Happens(2.0 / 3);
        SeededChance counting = SeededChance.Of(options.Seed, ChanceStream.RiderCounter, subject);
        bool counts = counting.Happens(traits.CounterShare);
        return new AvlDevice
        {
            Id = DeviceId.Parse(vehicle.Id),
            Label = Label(vehicle.Line, number),
            Number = vehicle.Index,
            Habit = traits.SignOn,
            IntervalMs = Math.Max(1000, (long)((options.ReportIntervalSeconds ?? traits.ReportIntervalSeconds) * 1000)),
            ClockOffsetMs = isYearsOff ? (long)(sign * yearsOff * YearMs) : isOff ? (long)(sign * secondsOff * 1000) : 0,
            DriftPpm = drift,
            TellsOccupancy = occupancy,
            CountsRiders = counts,
            TellsOdometer = odometer,
            Stores = stores,
            Luck = luck,
            Counting = counting,
            Delivery = SeededChance.Of(options.Seed, ChanceStream.Delivery, subject),
        };
    }

    /// <summary>Says to everyone who reads it that no such vehicle exists.</summary>
    private static string Label(CityLine line, int number) => string.Create(CultureInfo.InvariantCulture, $"SIM {line.Id} {number + 1}");
}
