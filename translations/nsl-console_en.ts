<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en">
<context>
    <name>Availability</name>
    <message>
        <source>%1 is still running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2: it made no version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a version first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting: wait a moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnecting: wait a moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline: the platform cannot be reached</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key is not accepted: connect again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key lacks the scope &quot;admin&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is retired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is already Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All selected versions are already Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is live on %2: promote another version first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is already Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All selected versions are already Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is retired and cannot be promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is not approved: approve it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2: approve it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is of the type %2, but %3 serves %4</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2: wait until it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2 and accepts no promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is already live on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one version only: one is promoted at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no serving target for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>None of the selected runs is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is stopping already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run has ended: it is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two runs or more to compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>At most twelve runs can be compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live, so there is nothing to roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No earlier approved version served on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This connection has no Core API: connect with its URL, client id and secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live: promote a version first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server gave %1 no run&apos;s name and no id, so it cannot be told which is meant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server does not tell of its serving targets</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The serving targets are not known yet: wait a moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server keeps no list of what served earlier: promote an earlier version instead</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Banner</name>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deploying %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Deploying…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>promoted by %1, %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>promoted by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is still serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion of %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; %2 is still serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1; nothing is serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Target: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server gave no reason</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reason: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live on %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server does not tell</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>last known %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>this server does not tell of its serving targets</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ChartPlot</name>
    <message>
        <source>%1 plus</source>
        <comment>the number that the labels of an axis count from</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Compare</name>
    <message>
        <source>baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>manifest unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>partly comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manifest of this run is not known.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signal template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Environment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Other</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the test split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the length K of the lists</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the candidate items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the evaluation protocol</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not comparable.</source>
        <extracomment>%1 is a list such as &quot;the test split, the candidate items&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not comparable, because these differ or are unknown: %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Partly comparable: test pairs that one of them had been trained on are left out, and with them their users, on both sides.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>One of them had been trained on every test pair.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>ComparisonExport</name>
    <message>
        <source>Metric</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comparable?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Errors</name>
    <message>
        <source>Nothing answers at this address. Is the platform running?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This host is not known. Check the address and your network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s identity could not be verified: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The connection broke: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server did not answer in time. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server pointed to another address, which is not followed. Check the URL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is larger than 64 MiB and was not read.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer is not JSON. Is this the address of a NeuronSearchLab platform?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The answer lacks &quot;%1&quot;. The server may be of another version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server answered with the unexpected status %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The program nsl-platform was not found beside this one. Reinstall NSL Console.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform could not be started: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform did not become ready in time. See the details and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform ended while starting: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform ended unexpectedly: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform gave an answer that is not understood. Is it of the same version?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local platform started but does not answer. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Another program answers in place of the local platform. Nothing was sent to it.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; can be read or changed by others, so it is not trusted. Make it private to you.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is damaged. Stop the platform of this workspace and delete the file.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the platform&apos;s URL.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This is not a URL: it should look like https://console.example.com.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The URL must begin with https:// (or http:// for this machine).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The URL must be the platform&apos;s address alone, without user name, query or fragment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plain http:// would send your key in the clear. Use https://.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The platform cannot be reached. Check your network.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key is not accepted. Connect again with a valid one.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key lacks the scope for this. Use a key with the scope &quot;admin&quot;.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>It is not there any more. Refresh the page.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server refused the request as invalid.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The current state does not allow this. Refresh and try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server asks to slow down. Try again in a moment.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server is not available at the moment. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server failed. Try again; if it persists, report the request id.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server does not offer that.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server&apos;s answer could not be understood.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A file on this machine could not be used.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>HTTP status: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Code: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Request id: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Message: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it was killed or crashed.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>it gave no reason (exit code %1).</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server gave this run no name and no id, so nothing was sent.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>FileCheck</name>
    <message>
        <source>Line %1 is not a JSON object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is empty</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file is not UTF-8 text</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no header line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>Training loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Examples per second</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Validation %1</source>
        <comment>a metric on the validation set</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>examples/s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %</source>
        <extracomment>a percentage with its sign</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>same</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s</source>
        <comment>seconds</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <comment>days and hours</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>just now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 s ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 min ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 h ago</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Refit loss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Best epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recall@%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NDCG@%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>MRR@%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Coverage@%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popularity bias@%1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popularity baseline&apos;s %1</source>
        <comment>%1 is a metric</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live version&apos;s %1</source>
        <comment>%1 is a metric</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>a few seconds</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>better</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>worse</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>within noise</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>no interval</source>
        <comment>nobody measured how much of a difference is chance</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>too few users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>difference, no verdict</comment>
        <extracomment>%1 is a difference such as &quot;+0.006&quot;, %2 why it has no verdict: &quot;within noise&quot;, &quot;no interval&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 %2 %3</source>
        <comment>arrow, difference, verdict</comment>
        <extracomment>%1 is an arrow, %2 a difference such as &quot;+0.006&quot;, %3 &quot;better&quot; or &quot;worse&quot;</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Preview</name>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Life cycle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model type</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Endpoint</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Memory</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Quality</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Catalogue</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Way back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <extracomment>%1 is what was checked, %2 what was found, as the server says it</extracomment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>partly comparable</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measuring both versions on one split…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Without verdicts, because the server could not make its preview: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (%2 … %3)</source>
        <extracomment>%1 is a reading such as &quot;+0.010 better&quot;, %2 and %3 are the ends of its 95 % interval</extracomment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Review</name>
    <message>
        <source>Approved at %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Endpoint idle</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Endpoint is %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wait until it is done</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is deprecated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Prefer a newer version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First promotion: nothing is replaced</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back target: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No roll back target: %1 is not approved any more</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve it again to be able to go back</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll %2 back to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote %1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live on %1 yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaces %1, live for %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>replaces %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This version is not known yet: refresh and try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is no serving target for this version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>went live %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The endpoint&apos;s status is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server decides whether it accepts a promotion now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live now is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Look at the server before you replace it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No roll back here: this server keeps no list of what served earlier</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>To go back, promote %1 again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live on %1 is not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server gives no manifest to compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the manifests…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling back later takes two clicks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kept in the journal.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sent with the request.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Status</name>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Queued</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Executing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>preparing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>evaluating</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>refitting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>indexing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>packaging</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>loading</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>verifying</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warming up</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>switching</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>draining</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>shared base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>tenant</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>candidate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>deprecated</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>retired</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>unknown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not approved</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>TrainAgain</name>
    <message>
        <source>Train again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train %1 again?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The new run takes the same template, family, options and data, so that it measures the same. It overwrites nothing: when it succeeds it becomes the next version.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 cannot be repeated: its data have changed since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1

A run with the same template, family and options on today&apos;s data can be started instead.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train on today&apos;s data</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>Training</name>
    <message>
        <source>%1 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2 events needed: left out</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; is a draft: publish it before training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; needs %2 events, has %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no events to train on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Batch size</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Seed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Threads</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events per user, at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events per item, at least</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1 up to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>above %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at least %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is %2, but must be %3</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 must be on or off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 must be a whole number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 must be a number</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popularity correction (logQ)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learn from item texts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Freshness half-life, days</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Learning rate decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Patience, epochs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recency decay</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Decay per step between items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Popularity exponent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Window</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Neighbours</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent items</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>VersionFacts</name>
    <message>
        <source>%1 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 users</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>by %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>State</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Artifact</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics, on production&apos;s split</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>main</name>
    <message>
        <source>Native console for NeuronSearchLab models.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open this local workspace folder.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a platform; the API key is read from NSL_API_KEY or asked.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Do the main job in a workspace of its own and write pictures to DIR.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Program that trains and serves, instead of nsl-worker.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ChartData</name>
    <message>
        <source>validation</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>popularity</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training, per step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>training, per epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>test, at the end</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ChartGrid</name>
    <message>
        <source>Log y</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show as table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Horizontal axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time since start (s)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Smoothing</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Logarithmic vertical axis</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the measurements as a table</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Clock time</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ChartTableModel</name>
    <message>
        <source>Line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Step</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Epoch</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>summary of the server</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>measurement</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::CommentDialog</name>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n version(s)</source>
        <translation>
            <numerusform>%n version</numerusform>
            <numerusform>%n versions</numerusform>
        </translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved versions can be promoted. Nothing that is live changes.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected versions cannot be promoted. They are kept.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ComparePage</name>
    <message>
        <source>Baseline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Baseline run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a run to the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Remove a run from the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Only differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show only metrics that differ</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export the comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves and manifest differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Curves</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose in Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>These runs have reported no measurements.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose versions in Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy as Markdown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as Markdown…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not everything could be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing to compare yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select two to twelve versions on the Models page, or runs on the Training Jobs page, and press Compare.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>run, reason</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest differences (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is live is already compared</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Export comparison</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The comparison could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ComparisonModel</name>
    <message>
        <source>%1  %2</source>
        <comment>value, reading</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 of %2: %3 %4%5</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>, best</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metric</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · live</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ConnectDialog</name>
    <message>
        <source>Connect</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a platform</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The key is kept in memory until the console is closed. It is never written to disk.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Platform URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>https://console.neuronsearchlab.com</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>nsl_…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>For recommendations (Try it), optional</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Core URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>https://api.neuronsearchlab.com</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Client secret</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Test connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter an API key.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connected as %1 with the scopes %2.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>an unnamed key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>(unknown)</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionChip</name>
    <message>
        <source>%1 · %2</source>
        <comment>connection name, state</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connection: %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionDialog</name>
    <message>
        <source>Connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Kind</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local platform on this machine</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Platform over the network</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>URL</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Scopes</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommendations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>available</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not part of this connection</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last answer</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ConnectionText</name>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Online</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reconnecting in %1 s</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Offline – showing data from %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Unauthorized</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Forbidden</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ConsoleApplication</name>
    <message>
        <source>Opening the local workspace %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The local workspace cannot be opened</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close NSL Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n training run(s) are still active.</source>
        <translation>
            <numerusform>%n training run is still active.</numerusform>
            <numerusform>%n training runs are still active.</numerusform>
        </translation>
    </message>
    <message>
        <source>The local platform has ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Enter the API key of this platform.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Closing stops the local platform, and nothing is served meanwhile. Active runs are interrupted; one that has written a checkpoint goes on from it when this workspace is opened again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Interrupt the runs and close</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::DifferenceModel</name>
    <message>
        <source>Group</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::FailureBanner</name>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show the details of this failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy the details of this failure</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss this failure</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ImportController</name>
    <message>
        <source>%1 rows read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancelled: nothing was imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 problem: nothing was imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 problems: nothing was imported</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 rows are good: nothing was imported, this was a dry run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported %1 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Imported %1 events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 were there already</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>other columns kept as metadata: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>line %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An import is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Files are imported into a local workspace only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose the column for &quot;%1&quot;</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The file has no event type: choose one for all rows</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ImportDialog</name>
    <message>
        <source>Import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import items or events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All of a file or nothing: a file with an error imports nothing.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>File to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>CSV or JSONL, UTF-8</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event type of rows without one</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>view</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Columns</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>First rows of the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Replace items that exist</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import although this file was imported before</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress of the import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Problems by line</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Check only</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Items (the catalogue)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Events (who did what)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a file to import</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tables (*.csv *.jsonl *.ndjson *.json);;All files (*)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (required)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Column of the file for %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not in the file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>An import is running</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Done</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::JobTableModel</name>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>stopped at epoch %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 left</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>epoch %1/%2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded in %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped after %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Run %1</source>
        <comment>id</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::JournalModel</name>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Who</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Object</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Change</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::LogView</name>
    <message>
        <source>Follow</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the log…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Lowest level shown</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All levels</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Errors</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the end of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Wrap long lines</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run to read its log.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run has written nothing yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The newest %1 lines; %2 earlier ones are not kept here.</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n line(s)</source>
        <translation>
            <numerusform>%n line</numerusform>
            <numerusform>%n lines</numerusform>
        </translation>
    </message>
    <message>
        <source>Save log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The log could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::MainWindow</name>
    <message>
        <source>NSL Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pages</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import items or events from a CSV or JSONL file</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load &amp;sample data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Fill the empty workspace with sample items and events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Open workspace…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open a local workspace folder</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Connect…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connect to a platform by its URL and an API key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close the console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Start training…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>S&amp;top…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop the selected run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Approve…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Make the selected versions eligible for promotion</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Reject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject the selected versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Promote to production…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review the selected version and put it live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare the selected runs side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Tr&amp;y it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ask the live version for recommendations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Families and their versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training &amp;Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training runs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Runs side by side</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;System</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Follow the system</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always light</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Always dark</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Refresh</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Read everything again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>&amp;About NSL Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version and licence</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training Jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Connecting</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Not connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Local · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cloud · %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No run active</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n run(s) active</source>
        <translation>
            <numerusform>%n run active</numerusform>
            <numerusform>%n runs active</numerusform>
        </translation>
    </message>
    <message>
        <source>last change %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is connected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select on the Models or Training Jobs page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sample data is for an empty workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run on the Training Jobs page</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started %1: %2</source>
        <comment>run, warning</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Open workspace</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>+ − 0	Zoom a chart, show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>← →	Move a chart&apos;s crosshair</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>About NSL Console</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>NSL Console %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A native console for NeuronSearchLab models, with a local platform that trains and serves them on this machine.

Free software under the GNU General Public License, version 3 or later. Built with Qt %1.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train a&amp;gain…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Repeat the selected run with the same template, family, options and data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run was not started again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last known %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training jobs cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event types and templates cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ManifestModel</name>
    <message>
        <source>Key</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 field</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 fields</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 element</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 elements</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ManifestView</name>
    <message>
        <source>Raw JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search keys and values…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Search the manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest as JSON</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy path</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Copy value</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The manifest could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::MetricChart</name>
    <message>
        <source>%1 (%2)</source>
        <comment>metric, unit</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Chart of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Plus and minus zoom, the arrow keys move the crosshair, zero shows everything.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Measurements of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>step %1, epoch %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The picture could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The measurements could not be written to %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save as picture (PNG)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save measurements (CSV)…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save chart as picture</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Save measurements</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not a number (×): %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>infinite (▲ ▼): %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>zero or less, not on a logarithmic axis (▼): %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>the server sends first, least, greatest and last of many measurements</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ModelTreeModel</name>
    <message>
        <source>not live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live on %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Name</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Against production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>1 version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>v%1 live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>versions not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>not known</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>version unknown</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ModelsController</name>
    <message>
        <source>The run of this version is not loaded. Try again.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed the label of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The label of %1 was not changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Changed the description of %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The description of %1 was not changed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loaded sample data: %1 events of %2 users on %3 items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The sample data were not loaded</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ModelsPage</name>
    <message>
        <source>Filter…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter models</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by approval status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by source</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote to production…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote to production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Families and versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Pending</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>All sources</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Trained on our data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Shared base</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Load sample data</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Import items or events</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading sample data…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Your models will be here</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Models learn from events: who did what with which item. Load sample data to look around, or import your own items and events from CSV or JSONL files.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There is data, but no model yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A training run makes the first version of a model family. Approve it, promote it, and recommendations are live.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The models cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>%n version(s) selected</source>
        <translation>
            <numerusform>%n version selected</numerusform>
            <numerusform>%n versions selected</numerusform>
        </translation>
    </message>
    <message>
        <source>Select a version to see its details.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No versions</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This server lists no model version. Whether it has data to train with cannot be read at the moment.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::ProductionBanner</name>
    <message>
        <source>What is live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back to an earlier version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try it…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Try the live version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Retry…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review the failed promotion again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Dismiss this message</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>where and how long, reason</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Show what is known of the failed promotion</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::PromotionController</name>
    <message>
        <source>Promoting %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 is live on %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Something else is live now than when you decided. %1 was not promoted.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not promoted</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promoting %1: %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The serving target is gone.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion of %1 failed; %2 is still serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion of %1 failed; nothing is serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promoting %1: waiting for %2 to begin</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No answer came. Watching whether %1 changes to %2</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The promotion of %1 has not ended in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The target has not changed for a long time. Look at the server.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The promotion of %1 has not begun in time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The server accepted it, but the target has not changed since.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion of %1 failed; %2 is serving</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promotion of %1 failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::PromotionDialog</name>
    <message>
        <source>Promotion review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Version to roll back to</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Metrics of candidate and live version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What differs in the manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest differences</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Comment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Before it goes live</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Exactly this is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The request that is sent</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rolling back later takes two clicks.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote to production</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <comment>version, when it was live</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Roll back</source>
        <translation type="unfinished"></translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
    <message>
        <source>What differs in the manifest (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is live to compare with.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>passed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>warning</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1: %2</source>
        <comment>check, result</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Sending…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Production changed meanwhile. This is the review against what is live now. %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>live now</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference, 95 % interval</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>difference</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Review</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Why now? %1</source>
        <comment>where the comment goes</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::RecommendationModel</name>
    <message>
        <source>Rank</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Score</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::StartTrainingController</name>
    <message>
        <source>Loading the signal templates: wait a moment</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>There are no events yet: load sample data or import some</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No signal template is published: publish one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a signal template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is being started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Choose a model family</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::StartTrainingDialog</name>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run never overwrites anything: when it succeeds it becomes the next version of its family.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Model family</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Signal template</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Note</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What is this run for? (optional)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What the run would be trained on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (draft)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This family has no options</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Starting…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 (weight %2)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 events in all; at least %2 are needed.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::StatePane</name>
    <message>
        <source>Try again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Loading</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::SummaryView</name>
    <message>
        <source>Final metrics</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Last lines of the log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary of the selected run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run to see its summary.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run failed</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::TrainAgainController</name>
    <message>
        <source>Select a run first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select one run only: one is trained again at a time</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run has not ended yet: wait for it, or stop it first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The run is being started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The signal template of %1 is not known.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::TrainingJobsController</name>
    <message>
        <source>Run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Progress</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Created</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Started</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Ended</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Duration</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopping %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approved %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not approved</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Rejected %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 was not rejected</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>on</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>off</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::TrainingJobsPage</name>
    <message>
        <source>Filter…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter training jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Filter by status</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Compare</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Promote</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reject</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Approve</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Training jobs</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the selected run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Charts</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Manifest</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Log</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Summary</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Select a run to see its measurements; several runs are drawn into one chart.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A manifest is there once a run has ended well.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Start a training run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The measurements cannot be read: %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>The training jobs cannot be read</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Active</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Succeeded</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Failed</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Status (%1)</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>This run has reported no measurements yet.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop training</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop %1?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A stopped run makes no version. It cannot be continued.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Stop run</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No training runs yet</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>A run trains a model family on your events. Its progress, measurements and log are shown here while it works and for good.</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train again…</source>
        <comment>short: train this run again</comment>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Train again</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Reading the measurements…</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::TryItController</name>
    <message>
        <source>Asking for %1…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>No version is live: approve and promote one first</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 has no history: popular items</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Nothing is left to recommend to %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>From %1</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::TryItDialog</name>
    <message>
        <source>Try it</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>What does a user get right now?</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>User id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin to type a user id</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recommend</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Live recommendations</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Recent events of this user</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Close</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Begin to type a user id, for example %1</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Asking…</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Type a user id: recommendations come from the version that is live.</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::UserEventModel</name>
    <message>
        <source>When</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Event</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Item</source>
        <translation type="unfinished"></translation>
    </message>
</context>
<context>
    <name>nsl::VersionDetailsPanel</name>
    <message>
        <source>Label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a label</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Add a description</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Differs from production in</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>Details of the selected version</source>
        <translation type="unfinished"></translation>
    </message>
    <message>
        <source>%1 → %2</source>
        <comment>production&apos;s value, this version&apos;s value</comment>
        <translation type="unfinished"></translation>
    </message>
</context>
</TS>
