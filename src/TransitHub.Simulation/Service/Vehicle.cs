using TransitHub.Simulation.Chance;
using TransitHub.Simulation.Lines;
using TransitHub.Simulation.Motion;
using TransitHub.Simulation.Reporting;

namespace TransitHub.Simulation.Service;

/// <summary>What a vehicle is doing.</summary>
internal enum VehicleState : byte
{
    /// <summary>Out of sight, its device off.</summary>
    Depot,

    /// <summary>At a terminal.</summary>
    Resting,

    /// <summary>Taking riders.</summary>
    AtStop,

    /// <summary>Between two stops.</summary>
    Driving,

    /// <summary>Broken down on its way.</summary>
    Broken,
}

/// <summary>A vehicle; all of its mutable state.</summary>
internal sealed class Vehicle(int index, string id, CityLine line)
{
    public SeededChance Luck;

    public int Index { get; } = index;

    /// <summary>Its id in the topics.</summary>
    public string Id { get; } = id;

    public CityLine Line { get; } = line;

    public VehicleState State { get; set; }

    /// <summary>Counts its stays at terminals, so that a pull-in that was asked for during an earlier one is void.</summary>
    public int Stay { get; set; }

    /// <summary>The run it is on, or will leave on.</summary>
    public Run? Run { get; set; }

    /// <summary>The run that its block has for it next, if that is due already.</summary>
    public Run? Next { get; set; }

    /// <summary>The stop it stands at or left last, 0-based in the pattern.</summary>
    public int Position { get; set; }

    /// <summary>The stop it drives to.</summary>
    public int Heading { get; set; }

    public LinkDrive Drive { get; set; }

    /// <summary>How far beside the line the way leads at its middle, meters.</summary>
    public double LateralMeters { get; set; }

    /// <summary>When it arrived at the stop, Unix milliseconds.</summary>
    public long ArrivedAt { get; set; }

    /// <summary>When it has rested, Unix milliseconds.</summary>
    public long ReadyAt { get; set; }

    /// <summary>Where it stands when it is at a terminal, and from where it moved up.</summary>
    public Parking Parking { get; set; }

    /// <summary>Riders on board.</summary>
    public int Load { get; set; }

    /// <summary>Of these, how many leave at each stop of the pattern.</summary>
    public ushort[] Leaving { get; set; } = [];

    /// <summary>Its device; null: it has none.</summary>
    public AvlDevice? Device { get; set; }

    /// <summary>Meters driven since it was made.</summary>
    public double OdometerMeters { get; set; }
}
