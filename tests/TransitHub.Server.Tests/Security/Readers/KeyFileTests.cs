using System.Globalization;
using TransitHub.Server.Security.Readers;

namespace TransitHub.Server.Tests.Security.Readers;

/// <summary>Keys at rest.</summary>
public sealed class KeyFileTests : IDisposable
{
    private readonly TestFolder folder = new();
    private readonly KeyFile file;

    public KeyFileTests() => this.file = new KeyFile(Path.Combine(this.folder.Path, "below", "keys.json"));

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Holds_no_key_that_opens_and_only_its_owner_may_read_it()
    {
        (ReaderKey key, string text) = await this.file.AddAsync("an app", "app", 100, 200, cancellation: TestContext.Current.CancellationToken);
        string kept = File.ReadAllText(this.file.Path);
        Assert.DoesNotContain(text.Split('_')[2], kept, StringComparison.Ordinal);
        Assert.Equal(key, Assert.Single(this.file.Read()));
        Assert.True(ReaderKey.TryRead(text, out string id, out string secret) && id == key.Id && key.Is(secret));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(this.file.Path));
        }
    }

    [Fact]
    public async Task A_key_expires_at_its_time_and_a_rotated_one_is_good_again_with_another_secret()
    {
        (ReaderKey key, string text) = await this.file.AddAsync("an app", "app", 100, 200, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(("active", "expired"), (key.StateAt(199), key.StateAt(200)));
        Assert.Equal("revoked", (await this.file.RevokeAsync(key.Id, 150, cancellation: TestContext.Current.CancellationToken)).StateAt(150));
        (ReaderKey next, string other) = await this.file.RotateAsync(key.Id, 160, null, tier: "press", cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((key.Id, "press", "an app", "active"), (next.Id, next.Tier, next.Name, next.StateAt(1000)));
        Assert.False(next.Is(text.Split('_')[2]));
        Assert.True(next.Is(other.Split('_')[2]));
    }

    [Theory]
    [InlineData("[null]")]
    [InlineData("[{}]")]
    [InlineData("""[{"id": "0123456789ab", "name": "App", "tier": "app"}]""")]
    [InlineData("""[{"id": "0123456789ab", "name": null, "tier": "app", "hash": "00"}]""")]
    public void A_file_with_what_is_no_key_is_refused_as_a_whole_and_says_so(string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this.file.Path)!);
        File.WriteAllText(this.file.Path, text);
        Assert.Contains("each has id, name, tier and hash", Assert.Throws<KeyStoreException>(() => this.file.Read()).Message, StringComparison.Ordinal);
        var ring = new KeyRing(this.file, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<KeyRing>.Instance);
        Assert.Null(ring.Find("thub_0123456789ab_" + new string('0', 64)));
    }

    [Fact]
    public async Task Those_who_change_it_at_once_lose_nothing()
    {
        await Parallel.ForAsync(0, 8, TestContext.Current.CancellationToken, async (i, token) =>
        {
            while (true)
            {
                try
                {
                    await this.file.AddAsync(i.ToString(CultureInfo.InvariantCulture), "app", 100, null, cancellation: token);
                    return;
                }
                catch (KeyStoreException)
                {
                    // Another one has the lock: whoever asks tries again.
                }
            }
        });
        Assert.Equal(8, this.file.Read().Select(k => k.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    public async Task A_holder_needs_a_name(string name) =>
        Assert.Contains("needs the name of its holder", (await Assert.ThrowsAsync<KeyStoreException>(() => this.file.AddAsync(name, "app", 100, null, cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task What_cannot_be_is_refused_with_what_to_do()
    {
        Assert.Contains("'transithub key list'", (await Assert.ThrowsAsync<KeyStoreException>(() => this.file.RevokeAsync("none", 1, cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        Assert.Contains("a later time", (await Assert.ThrowsAsync<KeyStoreException>(() => this.file.AddAsync("a", "app", 100, 100, cancellation: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);
        File.WriteAllText(this.file.Path, "{");
        Assert.Contains("Restore it from a copy", Assert.Throws<KeyStoreException>(() => this.file.Read()).Message, StringComparison.Ordinal);
    }
}
