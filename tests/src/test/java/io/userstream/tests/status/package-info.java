/** Tests of the monitoring: the status page in a browser, the alert rules and the dashboard. */
package io.userstream.tests.status;
