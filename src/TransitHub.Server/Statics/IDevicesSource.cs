using TransitHub.Server.Commands;

namespace TransitHub.Server.Statics;

/// <summary>Where a feed's devices are described: a file of this machine, or what all processes of a hub share.</summary>
internal interface IDevicesSource
{
    /// <summary>What is there, if it is later than what was given last.</summary>
    /// <returns>Null: there is nothing later.</returns>
    /// <exception cref="CommandException">There is something later that cannot be read; it is not told of again.</exception>
    /// <exception cref="IOException">What all share cannot be asked now; it may be asked again.</exception>
    ValueTask<DevicesText?> FindLaterAsync(CancellationToken cancellation);
}

/// <summary>A description of devices that is not read yet.</summary>
/// <param name="Name">What it is, as the beginning of a sentence.</param>
/// <param name="Source">What stands before the number of a line.</param>
/// <param name="Text">The description, YAML.</param>
internal sealed record DevicesText(string Name, string Source, string Text);
