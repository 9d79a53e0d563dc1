using System.Globalization;

namespace TransitHub.Core.Storage.Published;

/// <summary>A message was refused because consumers would see a feed's time go back, or two contents at one time.</summary>
/// <param name="name">The feed's name.</param>
/// <param name="headerTimestamp">What was to be published, Unix seconds.</param>
/// <param name="published">What stands, Unix seconds: the next one is later.</param>
public sealed class FeedTimeException(string name, long headerTimestamp, long published) : IOException(string.Create(
    CultureInfo.InvariantCulture,
    $"The feed {name} of {headerTimestamp} was not published: one of {published} stands, and the next is to be later. Set the encoder's clock, or let it begin with {published + 1}."))
{
    /// <summary>What stands, Unix seconds: the next one is later.</summary>
    public long Published { get; } = published;
}
