using TransitHub.Core.Ids;
using TransitHub.Core.Storage;
using TransitHub.Core.Storage.Books;

namespace TransitHub.Core.Tests.Storage;

/// <summary>What operators wrote, on disk; what holds for each form is in the contract of storages.</summary>
public sealed class LocalBookStoreTests : IDisposable
{
    private static readonly FeedId City = FeedId.Parse("city");
    private readonly TempFolder folder = new();

    public void Dispose() => this.folder.Dispose();

    [Fact]
    public async Task Only_its_owner_may_read_who_changed_what_also_where_a_hub_of_before_left_it_open()
    {
        var store = new LocalBookStore(this.folder.Path, BookNames.Alerts);
        string audit = Path.Combine(this.folder.Path, "city", "alerts-audit");
        await store.TryReplaceAsync(City, "one", "noi made it", 0, TestContext.Current.CancellationToken);
        Assert.False(PrivateFile.IsOpenToOthers(audit));
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(audit, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
            Assert.True(PrivateFile.IsOpenToOthers(audit));
        }

        await store.TryReplaceAsync(City, "two", "noi ended it", 1, TestContext.Current.CancellationToken);
        Assert.False(PrivateFile.IsOpenToOthers(audit));
        Assert.Equal(["noi ended it", "noi made it"], (await store.ReadAuditAsync(City, 10, TestContext.Current.CancellationToken)).Select(l => l.Text));
    }
}
