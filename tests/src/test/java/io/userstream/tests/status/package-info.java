/** Tests of what watches the jobs: the page in a browser, the alert rules, the dashboard. */
package io.userstream.tests.status;
